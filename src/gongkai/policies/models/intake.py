from django.db import models

from gongkai.policies.rules.kinds import ItemState


class ImportBatch(models.Model):
    """导入批次: the files one officer handed in at one time."""

    name = models.CharField("名称", max_length=200)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "-at"], name="batch_office")]

    def __str__(self) -> str:
        return self.name


class ImportItem(models.Model):
    """导入件: one file, the draft read from it with the evidence for every value, and what became of it.

    Until an officer confirms, nothing of it stands in the library."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    name = models.CharField("文件名", max_length=255)
    original = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")  # None: not taken in
    given = models.JSONField("清单所填", default=dict)  # values from a manifest row; they win over what is read
    row = models.PositiveIntegerField("清单行号", null=True)
    companions = models.JSONField("随附文件", default=list)  # [{name, file}] attachments named by the manifest row
    state = models.CharField(max_length=12, choices=[(s.value, s.label) for s in ItemState], default=ItemState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.CharField("说明", max_length=600, blank=True)
    draft = models.JSONField("识别结果", default=dict)
    similar = models.JSONField("近似文件", default=list)  # [{policy, code, title, why}]
    edition = models.ForeignKey("Edition", models.SET_NULL, null=True, related_name="imported_from")
    twin = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="item_positions_once")]
        indexes = [
            models.Index(fields=["state", "id"], name="item_waiting"),
            models.Index(fields=["original", "state"], name="item_original"),
        ]
