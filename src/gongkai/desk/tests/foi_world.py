"""One of everything beside a case and on it, of the housing office: the arguments of every address of 依申请公开."""

from datetime import timedelta

from tests.cast import AT, Cast

from gongkai.desk.foi.urls import urlpatterns
from gongkai.documents.actions import store
from gongkai.documents.rules.kinds import FileKind
from gongkai.foi.actions import replies, serving, told, waits
from gongkai.foi.actions.intake import Handed
from gongkai.foi.models import CaseFile, Complaint, JointIntake, Meeting, Precedent, ProactiveProposal, Review, Visit
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.service import ServiceMode
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import brought_to, drafted, named_list, ready
from gongkai.publishing.models import Finding

OF_A_CASE = "foi/<row:pk>/"


def foi_world(cast: Cast) -> dict[str, dict[str, object]]:
    """Address arguments by url name. One case is being drafted, another was served."""
    ready(cast)
    done, letter = brought_to(cast, Outcome.A2_GRANTED)
    case = drafted(cast, examined(cast), Outcome.B_PARTIAL, items="配租名单", grounds="身份证号属于个人隐私")
    attached = replies.attach(case, Handed("配租名单.pdf", named_list()), by=cast.li, at=AT)
    waiting = drafted(cast, examined(cast), Outcome.C5_INTERNAL, grounds="联系人手机13812345678，属于内部工作流程")
    replies.submit(waiting, by=cast.li, at=AT)
    finding = Finding.objects.get(code="PII_PHONE")
    asked = examined(cast)
    told.clarify(asked, ["请写明小区名称"], answer_by=AT.date() + timedelta(days=15), by=cast.li, at=AT)
    on_the_way = asked.letters.get(kind=LetterKind.CLARIFICATION)
    posted = serving.serve_other(on_the_way, ServiceMode.MAIL_POST, sent_on=AT.date(), carrier="EMS", mail_no="EX1", by=cast.li, at=AT)
    mistaken = waits.take_clarification(asked, "青石小区", on=AT.date(), by=cast.li, at=AT).happening
    proof = CaseFile.objects.create(case=case, name="身份证.pdf", kind=Material.IDENTITY, sealed="aGk=", at=AT)
    paper = store(named_list(), kind=FileKind.PDF, private=True)
    file = CaseFile.objects.create(case=case, name="申请书.pdf", kind=Material.APPLICATION, stored=paper, at=AT)
    given = {"organ": cast.housing, "by": cast.li, "at": AT}
    complaint = Complaint.objects.create(
        ticket="C1", organ=cast.housing, kind="late", text="逾期", name="某", contact="某", at=AT,
        is_founded=True, order="三日内答复", order_due_on=AT.date(), answered_at=AT,
    )  # fmt: skip
    review = Review.objects.create(kind="lawsuit", docket="〔2026〕1号", accepted_on=AT.date(), **given)
    meeting = Meeting.objects.create(office=cast.housing, subject="议题", on=AT.date(), present="某", by=cast.li, at=AT)
    precedent = Precedent.objects.create(title="案由", request="某", outcome="A2_GRANTED", reasoning="某", **given)
    proposal = ProactiveProposal.objects.create(subject="信息", reason="某", **given)
    intake = JointIntake.objects.create(organ=cast.housing, key="k", on=AT.date(), by=cast.li, at=AT)
    visit = Visit.objects.create(
        office=cast.housing, case=done, reader="applicant", name="某", id_kind="resident", id_number="某", on=AT.date(),
        began=AT.time(), read="某", by=cast.li, at=AT,
    )  # fmt: skip
    beside = {
        "intake": intake,
        "visit": visit,
        "complaint": complaint,
        "review": review,
        "precedent": precedent,
        "proposal": proposal,
        "meeting": meeting,
    }
    of_case = {"pk": case.pk}
    return {
        **{one.name: of_case for one in urlpatterns if str(one.pattern).startswith(OF_A_CASE)},
        **{
            one.name: {"pk": beside[kind].pk}
            for kind in beside
            for one in urlpatterns
            if str(one.pattern).startswith(f"foi/{kind}s/<row:pk>/")
        },
        "foi-many": {"what": "remind"},
        "foi-act": of_case | {"what": "note"},
        "foi-proof": of_case | {"file": proof.pk},
        "foi-file": of_case | {"file": file.pk},
        **dict.fromkeys(("foi-reply-file", "foi-detach", "foi-redact"), of_case | {"file": attached.pk}),
        "foi-redact-page": of_case | {"file": attached.pk, "which": "original", "page": 1},
        "foi-serve-letter": {"pk": asked.pk, "letter": on_the_way.pk},
        "foi-signed-for": {"pk": asked.pk, "service": posted.pk},
        "foi-take-back": {"pk": asked.pk, "step": mistaken.pk},
        "foi-letter": {"pk": done.pk, "letter": letter.pk, "kind": "docx"},
        "foi-draft-docx": {"pk": waiting.pk},
        "foi-let-pass": {"pk": waiting.pk, "finding": finding.pk},
        "foi-precedent-new": {"pk": done.pk},
        "foi-template": {"kind": "DOC04"},
        "foi-clock-choose": {"question": "first_day"},
    }
