"""The library as the publishing room patrols and releases it: each policy by its current edition (“policies.edition:5”, as inspections name it)."""

from collections.abc import Callable
from datetime import datetime

from gongkai.documents.rules.paper import plain_text
from gongkai.people.models import Officer
from gongkai.policies import topics_outgoing  # noqa: F401 (registers 专题)
from gongkai.policies.actions import drafts, patrolled, publish
from gongkai.policies.actions.reviewed import shown_facts
from gongkai.policies.models import Draft, Edition, Policy, Text
from gongkai.policies.queries import texts_to_compare, visible
from gongkai.policies.rules import facts as fact_rules
from gongkai.publishing.actions import file_text
from gongkai.publishing.rules.material import FileText, Material
from gongkai.publishing.rules.patrol import FORMER
from gongkai.publishing.subjects import Kind, Published, register
from gongkai.shared import clock
from gongkai.shared.refusal import Refused

NAME = "policies.edition"


def published(after: int, since: datetime | None, size: int) -> list[Published]:
    """Policies the public sees, from the one after `after` on; `since`: those changed at or after it."""
    rows = visible(clock.today()).filter(pk__gt=after, current__isnull=False)
    if since is not None:
        rows = rows.filter(updated_at__gte=since)
    return [_published(policy) for policy in rows.select_related("office", "current").order_by("pk")[:size]]


def find(about: str) -> Published | None:
    policy = visible(clock.today()).select_related("office", "current").filter(current=_row(about)).first()
    return _published(policy) if policy else None


def _published(policy: Policy) -> Published:
    edition = policy.current
    assert edition is not None
    return Published(f"{NAME}:{edition.pk}", policy.pk, policy.title, policy.get_absolute_url(), policy.office, _reading(edition))


def _reading(edition: Edition) -> Callable[[], Material]:
    def read() -> Material:
        text = Text.objects.filter(edition=edition).order_by("-number").first()
        if text is None:
            raise Refused("没有已发布的文本。")
        files = [file for file in edition.attachments.select_related("public") if file.public and file.went_with(text.published_at)]
        facts = fact_rules.tidy(text.facts)
        return Material(
            title=facts["title"],
            blocks=text.body(),
            files=tuple(file_text(file.public.read(), file.name, look_inside=True) for file in files if file.public),
            fields=shown_facts(facts),
            own_numbers=frozenset(filter(None, (facts["index_no"], facts["doc_no"], facts["normative_reg_no"]))),
            earlier=_former(edition, text),
        )

    return read


def _former(edition: Edition, now: Text) -> tuple[FileText, ...]:
    """The other texts of the policy that can still be read and compared."""
    rows = texts_to_compare(edition.policy, clock.today())
    return tuple(
        FileText(f"{FORMER}第 {one.edition.number} 版第 {one.number} 次公布", f"{_head_of(one)}\n{plain_text(one.body())}")
        for one in rows
        if one.pk != now.pk
    )


def _head_of(text: Text) -> str:
    """What stood above and beside it: a line each."""
    return "\n".join(f"{label}：{said}" for label, said in shown_facts(text.facts).items())


def withdraw(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    return publish.withdraw(_edition(about).policy, reason=reason, by=by, at=at)


def mask(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    return patrolled.mask(_edition(about), reason=reason, by=by, at=at)


def release(about: str, *, seen: str, by: Officer, at: datetime) -> object:
    return publish.publish(_edition(about), seen=seen, by=by, at=at)


def send_back(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    draft = Draft.objects.filter(edition=_row(about)).first()
    if draft is None:
        raise Refused("这份稿件已经发布或者放弃，请刷新页面查看。")
    drafts.send_back(draft, reason=reason, by=by, at=at)
    return draft


def _edition(about: str) -> Edition:
    edition = Edition.objects.select_related("policy__office").filter(pk=_row(about)).first()
    if edition is None:
        raise Refused("这份文件已经不在了，请刷新页面查看。")
    return edition


def _row(about: str) -> int:
    return int(about.rpartition(":")[2])


register(
    Kind(
        NAME,
        "政策文件、解读和资讯",
        published=published,
        find=find,
        withdraw=withdraw,
        mask=mask,
        publish=release,
        send_back=send_back,
    )
)
