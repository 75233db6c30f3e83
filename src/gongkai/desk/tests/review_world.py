"""One of everything that is reviewed round by round, released at a moment and patrolled: the arguments of its addresses."""

from datetime import timedelta

from tests.cast import AT, Cast

from gongkai.policies.models import Draft
from gongkai.publishing import rounds
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.models import Absence, PatrolBatch, PatrolFinding, Release


def review_world(cast: Cast, draft: Draft) -> dict[str, dict[str, object]]:
    """Address arguments by url name; `draft` is one of the housing office that was submitted."""
    about = f"policies.edition:{draft.edition_id}"
    circulation = rounds.current(about)
    assert circulation is not None
    remark = acting.remark(circulation, sentence=circulation.words()[0].name, text="请核对标题", by=cast.zhou, at=AT)
    absence = Absence.objects.create(
        officer=cast.zhou, deputy=cast.wang, office=cast.housing, since=AT.date(), until=AT.date(), by=cast.zhou, at=AT
    )
    release = Release.objects.create(
        about=about, title="稿件", office=cast.housing, digest="0" * 64, by=cast.wang, at=AT, due_at=AT + timedelta(days=900)
    )
    batch = PatrolBatch.objects.create(scope="full", slot="full:2026Q2", began_at=AT)
    finding = PatrolFinding.objects.create(
        batch=batch, about="policies.edition:1", title="通知", address="/p/1", office=cast.housing, key="k", code="PII_ID", level="高",
        message="含有身份证号", advice="请脱敏", sample="1101**", found_at=AT, due_at=AT,
    )  # fmt: skip
    return {
        **{name: {"pk": circulation.pk} for name in ("round", "round-pass", "round-return", "round-remark", "round-sign")},
        "remark-answer": {"pk": circulation.pk, "remark": remark.pk},
        "absence-end": {"pk": absence.pk},
        "release-cancel": {"pk": release.pk},
        "patrol-batch": {"pk": batch.pk},
        "patrol-decide": {"pk": finding.pk},
    }
