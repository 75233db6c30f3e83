from datetime import date, datetime, timedelta

import pytest

from gongkai.journal.calendar import confirm_notice, propose_notice, reject_notice
from gongkai.journal.models import Entry
from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.rules.permits import Role
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused
from gongkai.workdays import official, queries
from gongkai.workdays.models import HolidayNotice

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=BEIJING)

# a correction of the real notice, invented for the test: 国庆节 ends a day earlier, so one make-up day falls away
CORRECTED = (
    official.notices()[-1]["text"]
    .replace("至7日（周三）放假调休，共7天", "至6日（周二）放假调休，共6天")
    .replace("9月20日（周日）、10月10日（周六）上班", "10月10日（周六）上班")
    .replace("〔2025〕7号", "〔2026〕3号")
)


@pytest.fixture
def county() -> Organisation:
    return Organisation.objects.create(name="云泽县人民政府", short_name="县政府", kind="government")


@pytest.fixture
def housing(county) -> Organisation:
    return Organisation.objects.create(name="云泽县住房和城乡建设局", parent=county)


def officer(username: str, name: str, office: Organisation, role: Role) -> Officer:
    created = Officer.objects.create(username=username, name=name)
    Post.objects.create(officer=created, organisation=office, role=role, since=date(2025, 1, 1))
    return created


@pytest.fixture
def zhou(county) -> Officer:
    return officer("zhouzheng", "周正", county, Role.ADMIN)


@pytest.fixture
def sun(county) -> Officer:
    return officer("sunyi", "孙毅", county, Role.SUPERVISOR)


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def test_a_confirmed_correction_changes_the_calendar_and_says_so_in_the_journal(zhou, sun):
    assert queries.calendar().workday_after(date(2026, 9, 18), 5) == date(2026, 9, 24)
    notice = propose_notice(CORRECTED, by=zhou, at=AT)
    confirm_notice(notice, by=sun, at=AT)
    assert queries.calendar().workday_after(date(2026, 9, 18), 5) == date(2026, 9, 28)
    assert kinds() == ["workdays.notice.proposed", "workdays.calendar.changed"]
    entry = Entry.objects.get(kind="workdays.calendar.changed")
    assert (entry.about, entry.by, entry.at) == (f"workdays.holidaynotice:{notice.pk}", sun, AT)
    assert entry.data == {"number": "国办发明电〔2026〕3号", "years": [2026], "days": ["2026-09-20", "2026-10-07"]}


def test_an_administrator_of_one_office_cannot_touch_the_calendar_of_all(zhou, housing):
    li = officer("lisi", "李四", housing, Role.ADMIN)
    with pytest.raises(Refused, match="没有办理“录入放假通知”的权限"):
        propose_notice(CORRECTED, by=li, at=AT)
    notice = propose_notice(CORRECTED, by=zhou, at=AT)
    with pytest.raises(Refused, match="没有办理“核对确认放假通知”的权限"):
        confirm_notice(notice, by=li, at=AT)
    assert kinds() == ["workdays.notice.proposed"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.SIGNER])
def test_other_roles_cannot_either(county, role):
    with pytest.raises(Refused, match="权限"):
        propose_notice(CORRECTED, by=officer("zhaomin", "赵敏", county, role), at=AT)
    assert not Entry.objects.exists()


def test_the_proposer_cannot_confirm_and_nothing_is_written(zhou):
    notice = propose_notice(CORRECTED, by=zhou, at=AT)
    with pytest.raises(Refused, match="不是起草人本人"):
        confirm_notice(notice, by=zhou, at=AT)
    assert kinds() == ["workdays.notice.proposed"]
    assert HolidayNotice.objects.get(pk=notice.pk).state == "proposed"


def test_a_notice_decided_meanwhile_is_not_decided_again(zhou, sun):
    notice = propose_notice(CORRECTED, by=zhou, at=AT)
    stale = HolidayNotice.objects.get(pk=notice.pk)
    confirm_notice(notice, by=sun, at=AT)
    with pytest.raises(Refused, match="已经处理过"):
        reject_notice(stale, by=zhou, at=AT + timedelta(minutes=1), reason="重复")
    assert kinds() == ["workdays.notice.proposed", "workdays.calendar.changed"]


def test_a_rejection_is_written_with_its_reason(zhou, sun):
    notice = propose_notice(CORRECTED, by=zhou, at=AT)
    reject_notice(notice, by=sun, at=AT, reason="不是官方文本")
    assert kinds()[-1] == "workdays.notice.rejected"
    assert Entry.objects.get(kind="workdays.notice.rejected").data["reason"] == "不是官方文本"
    assert not queries.calendar().is_workday(date(2026, 10, 7))


def test_without_any_organisation_there_is_nobody_to_ask(db):
    stranger = Officer.objects.create(username="stranger", name="无名")
    with pytest.raises(Refused, match="还没有建立组织机构"):
        propose_notice(CORRECTED, by=stranger, at=AT)
