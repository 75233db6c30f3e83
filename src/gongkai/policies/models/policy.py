from django.db import models

from gongkai.policies.rules.kinds import Category, Visibility


class Policy(models.Model):
    """政策: the lasting thing, from draft to repeal, under one code (一策一码) that never changes.

    Everything below `created_by` is a shadow computed by `policies.actions.shadows.refresh` from editions, texts,
    relations and withdrawals, so that lists can filter and sort; nothing else writes it."""

    code = models.CharField("一策一码", max_length=24, unique=True)
    category = models.CharField("类别", max_length=16, choices=[(c.value, c.label) for c in Category], default=Category.POLICY)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="责任单位")
    created_at = models.DateTimeField("建立时间")
    created_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", null=True)

    visibility = models.CharField(max_length=12, choices=[(v.value, v.label) for v in Visibility], default=Visibility.DRAFT)
    published_on = models.DateField("发布日期", null=True)  # a day to come: scheduled, not visible yet
    updated_at = models.DateTimeField("更新时间", null=True)
    current = models.ForeignKey("Edition", models.SET_NULL, null=True, related_name="+")
    title = models.CharField("标题", max_length=500, blank=True)
    doc_no = models.CharField("发文字号", max_length=80, blank=True)
    issuer = models.CharField("主办机关", max_length=120, blank=True)
    topic_l1 = models.CharField("主题分类", max_length=40, blank=True)
    topic_l2 = models.CharField("二级主题", max_length=40, blank=True)
    genre = models.CharField("公文种类", max_length=12, blank=True)
    document_class = models.CharField("文件类别", max_length=12, blank=True)
    formed_on = models.DateField("成文日期", null=True)
    standing = models.CharField("有效性", max_length=12, blank=True)
    standing_because = models.CharField("有效性依据", max_length=300, blank=True)
    standing_changes_on = models.DateField("下次有效性变化", null=True)
    has_interpretation = models.BooleanField("有解读", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["category", "visibility", "-published_on", "-id"], name="policy_newest"),
            models.Index(fields=["category", "visibility", "standing", "-formed_on", "-id"], name="policy_library"),
            models.Index(fields=["category", "visibility", "topic_l1", "-formed_on", "-id"], name="policy_topic"),
            models.Index(fields=["category", "visibility", "issuer", "-formed_on", "-id"], name="policy_issuer"),
            models.Index(fields=["visibility", "updated_at", "id"], name="policy_changes"),
            models.Index(fields=["-updated_at", "-id"], name="policy_updated"),
            models.Index(fields=["visibility", "category", "standing", "published_on", "id"], name="policy_counted"),
            models.Index(fields=["standing_changes_on"], name="policy_standing_due"),
            models.Index(fields=["doc_no"], name="policy_doc_no"),
            models.Index(fields=["title"], name="policy_title"),
            models.Index(fields=["office", "visibility", "-updated_at", "-id"], name="policy_office"),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def get_absolute_url(self) -> str:
        """The short address printed in the QR code; it resolves for ever."""
        return f"/p/{self.code}"


class CodeSerial(models.Model):
    """The last serial given out for a region and year; locked while the next is taken."""

    region = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "year"], name="one_serial_per_region_and_year")]


class Withdrawal(models.Model):
    """撤回: the paper is taken down; a tombstone with the reason stays, and the text is kept in the archive."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    reason = models.CharField("撤回理由", max_length=500)
    lifted_at = models.DateTimeField("重新发布时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy"], condition=models.Q(lifted_at=None), name="one_withdrawal_stands"),
        ]


class DailyViews(models.Model):
    """浏览量, counted by day so that no visitor is followed."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "day"], name="one_count_a_day")]


class Topic(models.Model):
    """专题: a curated collection across levels and departments (多层级、多部门政策整合发布). Name, intro and audience are what the
    public sees; `proposal` holds what waits for a second person, empty when nothing does."""

    slug = models.SlugField(unique=True)
    name = models.CharField("专题名称", max_length=60)
    intro = models.TextField("简介", blank=True)
    audience = models.CharField("面向对象", max_length=60, blank=True)
    position = models.PositiveIntegerField("次序", default=0)
    proposal = models.JSONField("待审的改动", default=dict, blank=True)  # {slug, name, intro, audience}
    proposed_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("公开于", null=True)  # None: the public has never seen it
    approved_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class TopicEntry(models.Model):
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="entries")
    policy = models.ForeignKey(Policy, models.CASCADE, related_name="topic_entries")
    heading = models.CharField("分组", max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["topic", "policy"], name="once_in_a_topic")]
