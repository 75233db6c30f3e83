"""三审三校 of drafts: round after round to the signature, and every way that does not lead there."""

import threading
from datetime import datetime, time, timedelta

import pytest
from django.db import connections
from tests.cast import AT, LET_PASS, body, drafted

from gongkai.notices.models import Notice
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import abandon, bulk, drafts, review
from gongkai.policies.actions.publish import publish
from gongkai.policies.models import Draft
from gongkai.policies.rules.kinds import Category
from gongkai.publishing import actions as publishing
from gongkai.publishing import rounds
from gongkai.publishing.actions import rounds as acting
from gongkai.publishing.followers import remind_of_rounds
from gongkai.publishing.models import Circulation
from gongkai.publishing.queries import findings_of
from gongkai.publishing.rules.rounds import Round
from gongkai.shared.refusal import Refused

NEWS = Category.NEWS
LONG = "\n".join(f"第{n}条 第{n}句话，说明第{n}件事。" for n in range(1, 31))


@pytest.fixture(autouse=True)
def _three_rounds(settings):
    settings.REVIEW_ROUNDS = 3


@pytest.fixture
def qian(cast):
    """A second reviewer of the office."""
    officer = Officer.objects.create_user("qianjin", "a-long-password", name="钱进", password_set_at=AT)
    Post.objects.create(officer=officer, organisation=cast.housing, role=Role.REVIEWER, since=AT.date())
    return officer


def sent(cast, *, text=None, at=AT, category=NEWS, **others):
    """A draft on its way, its findings let pass and its secrecy reviewed."""
    edition = drafted(cast, text=text or LONG, category=category, **others)
    return resent(cast, edition.draft, at=at)


def resent(cast, draft, at=AT):
    for finding in findings_of(drafts.submit(draft, by=cast.li, at=at)):
        if finding.blocks and not hasattr(finding, "override"):
            publishing.override(finding, by=cast.zhou, reason=LET_PASS, at=at)
    review.review_secrecy(draft, conclusion="可以公开", by=cast.zhou, at=at)
    return rounds.current(f"policies.edition:{draft.edition_id}")


def amend(cast, circulation, text, *, by=None):
    draft = Draft.objects.get(edition=int(circulation.about.rpartition(":")[2]))
    drafts.save_draft(draft, draft.facts, body(text), seen=draft.saves, by=by or cast.li, at=AT)
    return draft


def edition_of(circulation):
    return Draft.objects.get(edition=int(circulation.about.rpartition(":")[2])).edition


def test_three_rounds_by_three_people_lead_to_publication(cast, qian):
    circulation = sent(cast)
    assert circulation.now.name == "初审" and circulation.due_on > AT.date()
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    acting.pass_round(circulation, by=qian, at=AT)
    assert Circulation.objects.get().now.name == "终审签发"
    text = publish(edition_of(circulation), by=cast.wang, at=AT)
    ended = Circulation.objects.get()
    assert text.number == 1 and ended.closed_at and [one.by.name for one in ended.opinions.all()] == ["周静", "钱进", "王芳"]


def test_no_round_may_be_left_out(cast, qian):
    circulation = sent(cast)
    with pytest.raises(Refused, match="初审还没有通过；复审还没有通过"):
        publish(edition_of(circulation), by=cast.wang, at=AT)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="复审还没有通过"):
        publish(edition_of(circulation), by=cast.wang, at=AT)


def test_nobody_does_two_rounds_and_the_signer_is_a_third(cast, qian):
    Post.objects.create(officer=cast.sun, organisation=cast.housing, role=Role.SIGNER, since=AT.date())
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.wang, at=AT)
    with pytest.raises(Refused, match="已审过第1轮"):
        acting.pass_round(circulation, by=cast.wang, at=AT)
    acting.pass_round(circulation, by=qian, at=AT)
    with pytest.raises(Refused, match="已审过第1轮"):
        publish(edition_of(circulation), by=cast.wang, at=AT)


def test_the_only_one_who_could_sign_does_no_round_before(cast, qian):
    circulation = sent(cast)
    with pytest.raises(Refused, match="没有人签发"):
        acting.pass_round(circulation, by=cast.wang, at=AT)


def test_the_writer_reviews_nothing_of_it(cast):
    Post.objects.create(officer=cast.li, organisation=cast.housing, role=Role.REVIEWER, since=AT.date())
    with pytest.raises(Refused, match="起草人"):
        acting.pass_round(sent(cast), by=cast.li, at=AT)


def test_another_office_reviews_nothing_here(cast):
    Post.objects.create(officer=cast.zhao, organisation=cast.transport, role=Role.REVIEWER, since=AT.date())
    circulation = sent(cast)
    with pytest.raises(Refused):
        acting.pass_round(circulation, by=cast.zhao, at=AT)
    assert not rounds.waiting(cast.zhao.actor()).exists() and rounds.waiting(cast.zhou.actor()).exists()


def test_the_last_round_is_the_signature(cast, qian):
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    acting.pass_round(circulation, by=qian, at=AT)
    with pytest.raises(Refused, match="签发"):
        acting.pass_round(circulation, by=cast.wang, at=AT)


def test_a_small_change_after_a_round_goes_back_to_that_round(cast, qian):
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    acting.pass_round(circulation, by=qian, at=AT)
    again = resent(cast, amend(cast, circulation, LONG.replace("第7件事", "第七件事情")))
    assert (again.number, again.now.name, again.done()) == (2, "复审", {1: cast.zhou.pk})
    assert [change.how for change in rounds.changes_in(again) if change.how != "kept"] == ["changed"]
    acting.pass_round(again, by=qian, at=AT)
    assert publish(edition_of(again), by=cast.wang, at=AT)


def test_a_changed_figure_is_never_carried_over(cast, qian):
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    again = resent(cast, amend(cast, circulation, LONG.replace("第7件事", "第8件事")))
    assert (again.now.name, again.done()) == ("初审", {})


def another_file(cast, draft):
    drafts.attach(draft.edition, "附件1.txt", "另一份名单".encode(), by=cast.li, at=AT)


def another_day(cast, draft):
    drafts.save_draft(draft, {**draft.facts, "effective_on": "2030-01-01"}, None, seen=draft.saves, by=cast.li, at=AT)


@pytest.mark.parametrize("change, label", [(another_file, "附件“附件1.txt”"), (another_day, "施行日期")])
def test_another_fact_or_file_starts_from_the_first_round_and_is_shown(cast, qian, change, label):
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    acting.pass_round(circulation, by=qian, at=AT)
    change(cast, Draft.objects.get())
    assert rounds.current(circulation.about).waits_for == 0  # nobody goes on with the old state
    again = resent(cast, Draft.objects.get())
    assert (again.now.name, again.done()) == ("初审", {})
    assert [row[0] for row in rounds.facts_changed_in(again)] == [label]


def test_a_large_change_goes_back_to_the_first_round(cast, qian):
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    again = resent(cast, amend(cast, circulation, "第一条 全部改写。\n第二条 另一件事。"))
    assert (again.now.name, again.done()) == ("初审", {})


def test_what_a_round_returned_comes_back_to_it(cast, qian):
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    drafts.send_back(Draft.objects.get(), reason="第七条请写清楚", by=qian, at=AT)
    assert rounds.current(circulation.about).waits_for == 0
    again = resent(cast, amend(cast, circulation, LONG.replace("第7件事", "第七件事情")))
    assert again.now.name == "复审"


def test_the_same_text_sent_again_keeps_its_rounds(cast, qian):
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    again = resent(cast, Draft.objects.get())
    assert (again.number, again.now.name) == (2, "复审")


def test_whoever_has_since_written_a_part_has_reviewed_nothing(cast, qian):
    Post.objects.create(officer=cast.zhou, organisation=cast.housing, role=Role.EDITOR, since=AT.date())
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    draft = amend(cast, circulation, LONG.replace("第7件事", "第七件事情"), by=cast.zhou)
    drafts.submit(draft, by=cast.li, at=AT)
    assert rounds.current(circulation.about).now.name == "初审"


def test_nobody_passes_the_next_round_unawares(cast, qian):
    circulation = sent(cast)
    acting.pass_round(circulation, by=cast.zhou, at=AT, seen=1)
    with pytest.raises(Refused, match="刚刚由别人审过"):
        acting.pass_round(circulation, by=qian, at=AT, seen=1)
    assert acting.pass_round(circulation, by=qian, at=AT, seen=2).round == 2


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_pass_one_round(cast, qian):
    circulation = sent(cast)
    gate, told = threading.Barrier(2), []

    def work(officer):
        try:
            gate.wait()
            told.append(acting.pass_round(circulation, by=officer, at=AT, seen=1).round)
        except Refused as refused:
            told.append(refused.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(officer,)) for officer in (cast.zhou, qian)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count(1) == 1 and any("刚刚由别人审过" in str(one) for one in told)
    assert Circulation.objects.get().waits_for == 2


def test_whoever_may_do_a_round_is_reminded_on_its_last_day_once(cast, qian):
    circulation = sent(cast)
    moment = datetime.combine(circulation.due_on, time(8, 30), AT.tzinfo)
    for _ in range(2):
        remind_of_rounds(moment)
    told = Notice.objects.filter(key=f"publishing.rounds:{circulation.pk}:1:due")
    assert {one.to.name for one in told} == {"周静", "钱进", "王芳"} and told.count() == 3


def test_a_remark_stands_at_its_sentence_and_waits_for_an_answer(cast, qian):
    circulation = sent(cast)
    first = circulation.words()[3]
    with pytest.raises(Refused, match="不在现在的文本里"):
        acting.remark(circulation, sentence="p99.1", text="请核对", by=cast.zhou, at=AT)
    remark = acting.remark(circulation, sentence=first.name, text="请核对条号", by=cast.zhou, at=AT)
    assert remark.quoted == first.text
    acting.pass_round(circulation, by=cast.zhou, at=AT)
    acting.pass_round(circulation, by=qian, at=AT)
    with pytest.raises(Refused, match="1条批注没有答复"):
        publish(edition_of(circulation), by=cast.wang, at=AT)
    acting.answer(remark, text="已核对，无误", by=cast.li, at=AT)
    with pytest.raises(Refused, match="已经答复"):
        acting.answer(remark, text="再答一次", by=cast.li, at=AT)
    assert publish(edition_of(circulation), by=cast.wang, at=AT)


def test_a_deputy_does_the_round_of_whoever_is_away(cast, qian):
    Post.objects.create(officer=cast.sun, organisation=cast.housing, role=Role.SUPERVISOR, since=AT.date())
    steps = (Round("初审", Role.REVIEWER, 1, cast.zhou.pk), Round("签发", Role.SIGNER, 1))
    acting.set_rounds(cast.housing, "policies.news", steps, by=cast.sun, at=AT)
    circulation = sent(cast)
    with pytest.raises(Refused, match="指定由别人"):
        acting.pass_round(circulation, by=qian, at=AT)
    acting.register_absence(cast.zhou, qian, office=cast.housing, since=AT.date(), until=AT.date(), by=cast.zhou, at=AT)
    opinion = acting.pass_round(circulation, by=qian, at=AT)
    assert opinion.stands_in_for == cast.zhou
    assert publish(edition_of(circulation), by=cast.wang, at=AT)


@pytest.mark.parametrize("deputy", ["li", "zhao", "zhou"])
def test_a_deputy_is_another_reviewer_of_the_same_office(cast, deputy):
    with pytest.raises(Refused, match="代理人"):
        acting.register_absence(
            cast.zhou, getattr(cast, deputy), office=cast.housing, since=AT.date(), until=AT.date(), by=cast.zhou, at=AT
        )


def test_nobody_hands_over_the_rounds_of_another(cast, qian):
    with pytest.raises(Refused, match="只能为自己"):
        acting.register_absence(cast.zhou, qian, office=cast.housing, since=AT.date(), until=AT.date(), by=cast.wang, at=AT)


@pytest.mark.parametrize(
    "steps, why",
    [
        ((), "最少一轮"),
        ((Round("初审", Role.REVIEWER, 1),), "签发"),
        ((Round("初审", Role.REVIEWER, 1, 7), Round("签发", Role.SIGNER, 1, 7)), "一个人审两轮"),
        ((Round("签发", Role.SIGNER, 0),), "1至30"),
    ],
)
def test_a_plan_ends_with_a_signature_and_names_nobody_twice(cast, steps, why):
    with pytest.raises(Refused, match=why):
        acting.set_rounds(cast.housing, "policies.news", steps, by=cast.sun, at=AT)


def test_a_bulk_pass_tells_what_it_could_not_do(cast, qian):
    one, two = sent(cast), sent(cast, title="澜州市住房和城乡建设局开展房屋安全检查")
    acting.pass_round(two, by=cast.zhou, at=AT)
    told = acting.pass_many([one, two], by=cast.zhou, at=AT)
    assert [bool(why) for _, why in told] == [False, True]


def test_a_repost_is_passed_only_with_its_source_checked(cast):
    circulation = sent(cast, source="某省人民政府网站")
    assert circulation.source == "某省人民政府网站"
    with pytest.raises(Refused, match="已核对来源"):
        acting.pass_round(circulation, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="网址"):
        acting.pass_round(circulation, by=cast.zhou, at=AT, source_checked=True)
    address = "https://www.example.gov.cn/a.html"
    assert acting.pass_round(circulation, by=cast.zhou, at=AT, source_checked=True, source_address=address).source_checked
    assert Circulation.objects.get().source_address == address


@pytest.mark.parametrize("source", ["本局", "澜州市住房和城乡建设局网站", ""])
def test_what_an_office_writes_itself_is_no_repost(cast, source):
    circulation = sent(cast, source=source)
    assert circulation.source == "" and acting.pass_round(circulation, by=cast.zhou, at=AT)


def test_an_administrator_reads_no_text_on_its_way(cast, qian):
    sent(cast)
    assert not rounds.circulations(cast.sun.actor()).exists() and rounds.circulations(cast.zhou.actor()).exists()


def test_the_deputy_of_today_signs_not_the_one_of_the_day_of_sending(cast, qian):
    Post.objects.create(officer=cast.sun, organisation=cast.housing, role=Role.SUPERVISOR, since=AT.date())
    Post.objects.create(officer=cast.sun, organisation=cast.housing, role=Role.SIGNER, since=AT.date())
    steps = (Round("初审", Role.REVIEWER, 1), Round("签发", Role.SIGNER, 1, cast.sun.pk))
    acting.set_rounds(cast.housing, "policies.news", steps, by=cast.sun, at=AT)
    circulation = sent(cast)
    acting.pass_round(circulation, by=qian, at=AT)
    acting.register_absence(cast.sun, cast.wang, office=cast.housing, since=AT.date(), until=AT.date(), by=cast.sun, at=AT)
    said = [
        rounds.missing_rounds(circulation.about, circulation.digest, signer=cast.wang.pk, on=AT.date() + timedelta(days=n)) for n in (0, 1)
    ]
    assert [bool(one) for one in said] == [False, True]


def test_what_was_public_before_is_taken_over_with_the_reason_written_down(cast):
    edition = drafted(cast, category=NEWS)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    edition.refresh_from_db()
    assert edition.is_published


def test_a_draft_given_up_waits_nowhere(cast):
    circulation = sent(cast)
    abandon.abandon(Draft.objects.get(), by=cast.li, at=AT)
    assert not rounds.waiting(cast.zhou.actor()).exists()
    with pytest.raises(Refused, match="刷新"):
        acting.pass_round(circulation, by=cast.zhou, at=AT)


@pytest.mark.parametrize("count", [10, 100])
def test_the_queue_takes_the_same_queries_however_long(cast, django_assert_num_queries, count):
    Circulation.objects.bulk_create(
        Circulation(
            about=f"policies.edition:{n}", number=1, kind="policies.news", title=f"稿件{n}", office=cast.housing, digest="0" * 64,
            sentences=[["p1", 1, "句子。"]], rounds=[one.as_dict() for one in rounds.plan_for(cast.housing, "policies.news")],
            writers=[cast.li.pk], by=cast.li, at=AT, waits_for=1, waits_role="reviewer", due_on=AT.date() + timedelta(days=2),
        )
        for n in range(count)
    )  # fmt: skip
    actor = cast.zhou.actor()
    with django_assert_num_queries(2):
        rows = list(rounds.waiting(actor)[:20])
        assert all(one.now and one.office.name and one.by.name for one in rows) and len(rows) == min(count, 20)
