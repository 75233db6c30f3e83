"""外部链接: the addresses outside this house that published things name, whether each still opens, and where each stands."""

from django.db import models

from gongkai.publishing.rules.outside import State


class OutsideLink(models.Model):
    """One address. `due_at`: when it is asked next; `failures`: in a row."""

    address = models.CharField("网址", max_length=500, unique=True)
    state = models.CharField("状态", max_length=8, choices=[(one.value, one.label) for one in State], default=State.UNKNOWN.value)
    because = models.CharField("原因", max_length=120, blank=True)
    failures = models.PositiveSmallIntegerField("连续失败", default=0)
    due_at = models.DateTimeField("下次检查")
    checked_at = models.DateTimeField("检查时间", null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], name="outside_link_due")]

    def __str__(self) -> str:
        return self.address


class LinkPlace(models.Model):
    """Where an address stands, as the last patrol that came by saw it."""

    link = models.ForeignKey(OutsideLink, models.CASCADE, related_name="places")
    batch = models.ForeignKey("publishing.PatrolBatch", models.PROTECT, related_name="+")
    about = models.CharField("关于", max_length=120)
    title = models.CharField("标题", max_length=500)
    public_address = models.CharField("地址", max_length=300)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="责任单位")
    file = models.CharField("文件", max_length=255, blank=True)
    block = models.CharField("段落", max_length=60, blank=True)
    line = models.PositiveIntegerField("行", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "link"], name="a_link_once_in_a_thing")]
        indexes = [models.Index(fields=["batch", "link"], name="link_place_batch")]
