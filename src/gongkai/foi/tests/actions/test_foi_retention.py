"""保管期满: two persons, nothing by itself, what names anybody gone for good, the figures as they were."""

from datetime import date

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT

from gongkai.documents.models import StoredFile
from gongkai.foi import letters, numbers, queries
from gongkai.foi.actions import agreeing, archive, bulk, records, retention, work
from gongkai.foi.actions.intake import Handed
from gongkai.foi.models import Case, CaseFile, Complaint, Destruction, Letter, Note, Review, Service
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.actions.test_foi_intake import PNG, text_file
from gongkai.foi.tests.cases import ZHANG_ID, examined, later, on
from gongkai.foi.tests.replying import drafted, ready, redacted, served
from gongkai.journal.models import Entry
from gongkai.journal.worker import drain
from gongkai.people.models.encrypted import EncryptedTextField
from gongkai.shared.refusal import Refused

OVER = on("2037-01-04")
WHY = "保管期满，没有继续查考的价值"


@pytest.fixture
def office(cast):
    return ready(cast)


def archived(office) -> Case:
    """Answered with a redacted file, disputed by nobody, put away on 1 June 2026: kept until the end of 2036."""
    case = examined(office, files=[Handed("身份证.png", PNG, Material.IDENTITY), text_file("申请书.txt", Material.APPLICATION)])
    work.note(case, Note.Kind.CONTACT, "电话里张三说要电子版", by=office.li, at=AT)
    drafted(office, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私")
    redacted(office, case)
    served(office, drafted(office, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私"))
    archive.archive(case, by=office.li, at=AT)
    return Case.objects.get(pk=case.pk)


def destroyed(office, case: Case) -> Case:
    proposal = retention.propose(case, WHY, by=office.li, at=OVER)
    retention.decide(proposal, True, by=office.wang, at=OVER)
    return Case.objects.get(pk=case.pk)


def test_before_its_term_is_over_nothing_is_proposed(office):
    case = archived(office)
    assert case.retained_until == date(2036, 12, 31)
    with pytest.raises(Refused, match="还没有届满（2036年12月31日）"):
        retention.propose(case, WHY, by=office.li, at=on("2036-12-31"))
    with pytest.raises(Refused, match="归档后才确定"):
        retention.propose(examined(office), WHY, by=office.li, at=OVER)
    assert not queries.past_retention([office.housing.pk], date(2036, 12, 31)).exists()
    assert queries.past_retention([office.housing.pk], date(2037, 1, 1)).get() == case
    assert not queries.past_retention([office.transport.pk], date(2037, 1, 1)).exists()


def test_one_proposes_and_another_decides(office):
    case = archived(office)
    with pytest.raises(Refused, match="没有办理"):
        retention.propose(case, WHY, by=office.wang, at=OVER)
    with pytest.raises(Refused, match="鉴定意见"):
        retention.propose(case, " ", by=office.li, at=OVER)
    proposal = retention.propose(case, WHY, by=office.li, at=OVER)
    with pytest.raises(Refused, match="已经有人建议"):
        retention.propose(case, WHY, by=office.li, at=OVER)
    for officer in (office.li, office.zhou, office.zhao):
        with pytest.raises(Refused, match="没有办理"):
            retention.decide(proposal, True, by=officer, at=OVER)
    Destruction.objects.update(by=office.wang)
    with pytest.raises(Refused, match="没有办理"):
        retention.decide(proposal, True, by=office.wang, at=OVER)
    assert Case.objects.get(pk=case.pk).destroyed_on is None


def test_what_is_kept_longer_comes_back_later(office):
    case = archived(office)
    proposal = retention.propose(case, WHY, by=office.li, at=OVER)
    with pytest.raises(Refused, match="写明理由"):
        retention.decide(proposal, False, by=office.wang, at=OVER, keep_years=5)
    with pytest.raises(Refused, match="再保管几年"):
        retention.decide(proposal, False, "涉及历史遗留问题", by=office.wang, at=OVER)
    retention.decide(proposal, False, "涉及历史遗留问题", keep_years=5, by=office.wang, at=OVER)
    case.refresh_from_db()
    assert (case.retained_until, case.destroyed_on, case.applicant_name) == (date(2042, 12, 31), None, "张三")
    with pytest.raises(Refused, match="已经有了决定"):
        retention.decide(proposal, True, by=office.wang, at=OVER)


def test_what_is_disputed_or_complained_of_is_not_destroyed(office):
    case = archived(office)
    review = records.record_review(
        office.housing, Review.Kind.LAWSUIT, "（2026）澜行初1号", accepted_on=AT.date(), case=case, by=office.li, at=later(1)
    )
    assert Case.objects.get(pk=case.pk).retained_until == date(2056, 12, 31)
    with pytest.raises(Refused, match="没有审结"):
        retention.propose(case, WHY, by=office.li, at=on("2057-01-02"))
    Review.objects.filter(pk=review.pk).update(concluded_on=AT.date(), result=Review.Result.UPHELD)
    records.complain(office.housing, Complaint.Kind.LATE, "答复太晚", name="张三", contact="139", case=case, at=AT)
    with pytest.raises(Refused, match="没有查证完"):
        retention.propose(case, WHY, by=office.li, at=on("2057-01-02"))


def test_what_names_anybody_is_gone_and_what_is_counted_stays(office):
    case = archived(office)
    table = numbers.annual_table([office.housing.pk], 2026)
    paths = [one.path for one in StoredFile.objects.filter(shelf="originals")]
    assert paths and all(map(default_storage.exists, paths))
    gone = destroyed(office, case)
    drain()
    assert (gone.destroyed_on, str(gone), gone.about) == (OVER.date(), case.number, "已按期销毁的申请")
    assert numbers.annual_table([office.housing.pk], 2026) == table
    assert (gone.channel, gone.received_on, gone.outcome, gone.closed_on) == (case.channel, case.received_on, case.outcome, case.closed_on)
    assert not CaseFile.objects.exists() and not Note.objects.exists() and not StoredFile.objects.exists()
    assert not any(map(default_storage.exists, paths))
    assert Letter.objects.count() == Service.objects.count() == 1 and not any(letter.paper for letter in Letter.objects.all())
    assert not [*agreeing.case_problems(OVER.date()), *agreeing.letter_problems(), *agreeing.package_problems()]
    assert queries.tracked(case.ticket, "13900001234") is None
    sealed = [
        (model, field.name)
        for model in apps.get_app_config("foi").get_models()
        for field in model._meta.fields
        if isinstance(field, EncryptedTextField)
    ]
    assert [(model, name) for model, name in sealed for row in model.objects.all() if getattr(row, name)] == []


def test_no_row_of_the_database_tells_who_asked_or_what_for(office):
    destroyed(office, archived(office))
    drain()
    told = []
    for table in connection.introspection.table_names():
        if table.startswith(("foi_", "publishing_", "notices_", "documents_", "journal_")):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                told += [str(cell) for row in cursor.fetchall() for cell in row]
    text = "\n".join(told)
    for secret in ("张三", ZHANG_ID, "13900001234", "zhangsan@", "槐树巷", "公租房", "配租", "申请书", "电子版"):
        assert secret not in text, secret


def test_a_letter_of_a_destroyed_case_can_still_be_known_by_its_code(office):
    case = archived(office)
    code = case.letters.first().code
    destroyed(office, case)
    found = letters.verify(code, b"anything")
    assert found and (found.is_destroyed, found.is_same, found.organ) == (True, None, office.housing.name)
    with pytest.raises(Refused, match="随案卷按期销毁"):
        letters.paper_of(Letter.objects.first())


def test_a_file_that_another_case_holds_too_stays(office):
    case, other = archived(office), examined(office, files=[text_file("申请书.txt", Material.APPLICATION)])
    destroyed(office, case)
    drain()
    assert other.files.get().stored.read() == text_file().data


def test_each_of_many_has_its_own_result_and_the_journal_tells_both_officers(office):
    case, open_one = archived(office), examined(office)
    results = bulk.propose_destruction([case.pk, open_one.pk], WHY, by=office.li, at=OVER)
    assert [row.is_done for row in results] == [True, False]
    results = bulk.decide_destruction([case.pk, open_one.pk], True, by=office.wang, at=OVER)
    assert [row.is_done for row in results] == [True, False] and "没有等待批准" in results[1].refused
    entry = Entry.objects.get(kind="foi.case.destroyed")
    assert (entry.by_name, entry.data["proposed_by"]) == ("王芳", office.li.pk)
    register = queries.decided_destructions([office.housing.pk])
    assert [(row.case_id, row.by, row.decided_by) for row in register] == [(case.pk, office.li, office.wang)]
    with pytest.raises(Refused, match="已经销毁"):
        retention.propose(case, WHY, by=office.li, at=OVER)


def test_the_list_asks_no_more_of_many_than_of_few(office):
    rows = [Case(**_bare(office, n)) for n in range(100)]
    Case.objects.bulk_create(rows)
    asked = []
    for most in (10, 100):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert (
                len([(one.about, one.organ.name, one.proposed) for one in queries.past_retention([office.housing.pk], OVER.date())[:most]])
                == most
            )
        asked.append(len(seen))
    assert asked == [1, 1]


def _bare(office, n: int) -> dict:
    at = AT
    return {
        "organ": office.housing,
        "ticket": f"T{n:09}",
        "number": f"20260601-{n:05}",
        "channel": "online",
        "submitted_at": at,
        "applicant_kind": "natural",
        "carrier": "paper",
        "delivery": "mail",
        "stage": "archived",
        "retained_until": date(2030, 12, 31),
        "info_title": "名单",
        "id_kind": "resident",
    }


def test_the_term_and_what_it_rests_on_are_the_offices_to_set(office, settings):
    settings.FOI_RETENTION_YEARS, settings.FOI_DESTRUCTION_BASIS = 20, "本省档案条例（核对过的条号）"
    case = archived(office)
    assert case.retained_until == date(2046, 12, 31)
    with pytest.raises(Refused, match="本省档案条例"):
        retention.propose(case, WHY, by=office.li, at=OVER)
