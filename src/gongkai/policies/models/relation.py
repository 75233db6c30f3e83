from django.db import models
from django.db.models import Q

from gongkai.policies.rules.kinds import RelationKind
from gongkai.policies.rules.mismatches import Kind


class Relation(models.Model):
    """关系: an edition touches a policy, from a day. It counts once the source edition is public."""

    source = models.ForeignKey("Edition", models.CASCADE, related_name="relations")
    kind = models.CharField("关系", max_length=20, choices=[(k.value, k.label) for k in RelationKind])
    target = models.ForeignKey("Policy", models.PROTECT, related_name="incoming")
    on = models.DateField("自", null=True)  # None: from the day the source takes effect
    until = models.DateField("至", null=True)  # the new end of validity for 延长有效期
    articles = models.CharField("涉及条款", max_length=200, blank=True)
    citation = models.OneToOneField("Citation", models.SET_NULL, null=True, related_name="relation")
    confirmed_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "target"], name="related_once_a_kind")]
        indexes = [models.Index(fields=["target", "kind"], name="relation_target")]


class Citation(models.Model):
    """引用: another paper named in the text. Without a target it waits on the worklist, and resolves itself when the paper arrives."""

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="citations")
    anchor = models.CharField(max_length=60, blank=True)
    raw = models.CharField("原文", max_length=600)
    title = models.CharField("标题", max_length=500, blank=True)
    name_key = models.CharField(max_length=200, blank=True)
    doc_no = models.CharField("文号", max_length=80, blank=True)
    kind = models.CharField("关系", max_length=20, choices=[(k.value, k.label) for k in RelationKind])
    on = models.DateField(null=True)
    articles = models.CharField("涉及条款", max_length=200, blank=True)
    target = models.ForeignKey("Policy", models.SET_NULL, null=True, related_name="cited_by")
    resolved_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField("不再查找", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["doc_no"], condition=Q(target=None), name="citation_open_doc_no"),
            models.Index(fields=["name_key"], condition=Q(target=None), name="citation_open_name"),
            models.Index(fields=["edition"], name="citation_edition"),
            models.Index(fields=["kind", "edition"], condition=Q(target__isnull=False, dismissed_at=None), name="citation_found_kind"),
        ]


class Accepted(models.Model):
    """已核对: a person looked at what does not agree in an edition and found it right as it is. It holds while the paper's standing
    stays what it was then."""

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="accepted")
    kind = models.CharField("不符之处", max_length=12, choices=[(k.value, k.label) for k in Kind])
    standing = models.CharField("当时的有效性", max_length=12)
    reason = models.CharField("核对说明", max_length=300)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "standing"], name="accepted_once")]
