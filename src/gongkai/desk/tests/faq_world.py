"""One of everything of the knowledge base, of the housing office: the arguments of its addresses."""

from datetime import date

from tests.cast import AT, Cast, published

from gongkai.assistant.actions import entries
from gongkai.assistant.models import Conversation, FaqEntry, Gap, Question, Sample, SampleItem
from gongkai.assistant.rules.answers import Kind, Outcome
from gongkai.assistant.rules.entries import Line, Source, Written
from gongkai.desk.assistant.urls import urlpatterns
from gongkai.enquiries.actions import receive
from gongkai.enquiries.rules import messages
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Category

OF_AN_ENTRY = "answers/<row:pk>/"


def faq_world(cast: Cast, policy: Policy) -> dict[str, dict[str, object]]:
    """Address arguments by url name; `policy` is a published paper of the housing office. One entry is published with a new version in hand."""
    entry = answered(cast, policy, "老旧小区改造要自愿申请吗？")
    entries.start_version(entry, by=cast.li, at=AT)
    gap = Gap.objects.create(office=cast.housing, sample="改造要出钱吗", policy=policy, first_at=AT, last_at=AT, asked=1, askers=1)
    reading = published(cast, title="《改造通知》解读", text="问：要出钱吗？\n答：自愿出资。", category=Category.INTERPRETATION).policy
    letter = receive(messages.Kind.QUESTION, "改造期间住在哪里？", policy=policy, page="", contact="", at=AT)
    sample = Sample.objects.create(month=date(2026, 5, 1), seed="2026-05", size=1, asked=1, drawn_at=AT)
    item = SampleItem.objects.create(sample=sample, position=1, question=asked("改造范围是什么"))
    return {
        **{one.name: {"pk": entry.pk} for one in urlpatterns if str(one.pattern).startswith(OF_AN_ENTRY)},
        "faq-version": {"pk": entry.pk, "number": 1},
        "faq-interpretation": {"code": reading.code},
        **{name: {"pk": letter.pk} for name in ("faq-enquiry", "letter", "letter-pass-on", "letter-contact")},
        "faq-export": {"kind": "xlsx"},
        **{name: {"pk": gap.pk} for name in ("gap", "gap-assign", "gap-close")},
        "sample": {"pk": sample.pk},
        "sample-judge": {"pk": sample.pk, "position": item.position},
    }


def answered(cast: Cast, policy: Policy, question: str) -> FaqEntry:
    """A published entry that rests on the cast's usual paper."""
    line = Line("居民自愿申请。", (Source(policy.code, "居民自愿申请。"),))
    entry = entries.write(Written(question, (line,), topic="住房"), office=cast.housing, by=cast.li, at=AT)
    entries.submit(entry.versions.get(), by=cast.li, at=AT)
    return entries.publish(entry.versions.get(), by=cast.wang, at=AT)


def asked(text: str, *, outcome: Outcome = Outcome.ANSWER, **others: object) -> Question:
    """A question the public asked."""
    n = Question.objects.count() + 1
    conversation = Conversation.objects.create(key=f"k{n}", begun_at=AT, last_at=AT)
    answer = {"outcome": str(outcome), "citations": [{"title": "通知", "label": "第一条", "quote": "甲"}], "sentences": [{"text": "甲"}]}
    given = {"kind": Kind.FACT, "answer": answer, "asked_at": AT, "place": "portal", "took_ms": 30 + n, "confidence": 0.8, **others}
    return Question.objects.create(conversation=conversation, number=1, text=text, outcome=outcome, **given)
