"""What a review is about: exactly one draft, by a digest over all of it that would become public."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from django.db.models import QuerySet

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.rules.permits import About
from gongkai.policies.actions.filing import filed
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.models import Attachment, Draft, Edition
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.interpreting import SYNTHETIC
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.publishing.actions.files import file_text
from gongkai.publishing.rules.material import Material
from gongkai.shared.refusal import Refused


def reference(draft: Draft) -> str:
    """How the publishing room names what it inspects."""
    return f"policies.edition:{draft.edition_id}"


def about(draft: Draft) -> About:
    """The draft as permits ask about it: its office, and everybody who wrote a part of it."""
    return About(draft.edition.policy.office.path, written_by=draft.written_by_id, writers=draft.wrote())


def hold(draft: Draft) -> Draft:
    """The draft as it stands now, locked until the transaction ends. Errors: Refused when it is gone."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("edition__policy__office")
    return rows.filter(pk=draft.pk).first() or gone()


def as_it_stands(draft: Draft) -> Draft:
    """The same without the lock, to read and look at before a transaction begins."""
    return Draft.objects.select_related("edition__policy__office").filter(pk=draft.pk).first() or gone()


def gone() -> NoReturn:
    raise Refused("这份草稿已经不在了，可能刚刚由别人发布或放弃。请刷新页面查看。")


def files_going_out(edition: Edition) -> QuerySet[Attachment]:
    """The files that would be public with the draft: neither taken off before nor to be taken off by it."""
    rows = edition.attachments.filter(public__isnull=False, hidden_at=None, leaving=False)
    return rows.select_related("public").order_by("position", "id")


def draft_digest(draft: Draft) -> str:
    """The SM3 digest of the draft as it stands: what an inspection and a secrecy review are about."""
    return fact_rules.reviewed_digest(published_digest(draft, draft.facts), draft.relations, draft.reason, draft.telling, draft.filed)


def published_digest(draft: Draft, facts: Mapping[str, Any]) -> str:
    """The digest of what is published, with these facts (the 发布日期 filled in): what anyone can check afterwards."""
    files = [(file.name, file.public.digest) for file in files_going_out(draft.edition) if file.public]
    return fact_rules.digest_of(facts, draft.blocks, files)


def beside(draft: Draft) -> list[tuple[str, str]]:
    """What goes out with the text, as reviewers compare it: facts, relations, the reason of a correction, files by name and digest."""
    facts = fact_rules.tidy(draft.facts)
    said = [
        (label, "、".join(value) if isinstance(value := facts[name], list) else value or "") for name, label in fact_rules.LABELS.items()
    ]
    related = [
        " ".join(filter(None, (RelationKind(one["kind"]).label, one["target"], one.get("on"), one.get("until"), one.get("articles"))))
        for one in draft.relations
    ]
    files = [(f"附件“{file.name}”", f"摘要 {file.public.digest[:16]}") for file in files_going_out(draft.edition) if file.public]
    told = "、".join(SYNTHETIC if value is True else str(value) for _, value in sorted(draft.telling.items()) if value)
    return [
        *said,
        ("解读的形式、角度、栏目和网址", told),
        ("与其他文件的关系", "\n".join(related)),
        ("更正原因", draft.reason),
        ("公开事项", filed(draft).words),
        *files,
    ]


def material(draft: Draft, on: date) -> Material:
    """All of the draft that would become public, its files read, with what the rules of the day require."""
    facts = draft.facts
    category = Category(draft.edition.policy.category)
    return Material(
        title=facts["title"],
        blocks=(*draft.body(), *_said_beside(draft)),
        files=tuple(file_text(file.public.read(), file.name) for file in files_going_out(draft.edition) if file.public),
        fields=shown_facts(facts) | {"发文机关": "、".join(facts["issuers"])},
        required=tuple(fact_rules.LABELS[name] for name in standards_on(on).needed_of(category, facts["document_class"])),
        own_numbers=frozenset(filter(None, (facts["index_no"], facts["doc_no"], facts["normative_reg_no"]))),
    )


def shown_facts(facts: Mapping[str, Any]) -> dict[str, str]:
    """The facts that have a value, as readers are shown them, by label."""
    return {label: said for name, label in fact_rules.LABELS.items() if (said := _in_words(facts.get(name)))}


def _in_words(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else value if isinstance(value, str) else ""


def _said_beside(draft: Draft) -> list[Block]:
    """What readers are shown beside the text and an officer typed freely: why it is corrected, where it is played, which articles
    of others it touches."""
    texts = [
        ("reason", draft.reason),
        ("telling", draft.telling.get("address", "")),
        *((f"relation-{place}", one.get("articles") or "") for place, one in enumerate(draft.relations, 1)),
    ]
    return [Block(BlockKind.NOTE, text, anchor=anchor) for anchor, text in texts if text]
