"""What was reviewed is what is published, and nobody reviews or signs what they wrote."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.cast import AT, LET_PASS, ON, body, drafted, facts, published

from gongkai.journal.models import Entry
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies import queries
from gongkai.policies.actions import abandon, bulk, drafts, intake, repair, review
from gongkai.policies.actions.publish import publish, withdraw
from gongkai.policies.actions.reviewed import draft_digest
from gongkai.policies.models import Attachment, Draft, Relation
from gongkai.policies.proofs import hashed
from gongkai.policies.rules import evidence
from gongkai.policies.rules.kinds import Category
from gongkai.publishing.models import Inspection
from gongkai.publishing.queries import findings_of
from gongkai.publishing.rules.publishability import Conclusion
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

SHEET = "排查登记表\n第一栋\n".encode()
PHONE = "联系人手机13812345678"


def one_who(cast, *roles: Role, name: str = "孙立") -> Officer:
    officer = Officer.objects.create_user(f"sunli{Officer.objects.count()}", "a-long-password", name=name, password_set_at=AT)
    for role in roles:
        Post.objects.create(officer=officer, organisation=cast.housing, role=role, since=date(2020, 1, 2))
    return officer


def reviewed(cast, draft):
    drafts.submit(draft, by=cast.li, at=AT)
    review.review_secrecy(draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=AT)


# —— the digest ——


@pytest.mark.parametrize(
    "changed",
    [
        {"relations": [{"kind": "repeals", "target": "", "on": None, "until": None, "articles": ""}]},
        {"reason": "更正的说明，另外一种说法"},
        {"facts": {"title": "另外一个标题"}},
    ],
)
def test_whatever_readers_would_see_belongs_to_the_digest(cast, changed):
    draft = drafted(cast).draft
    before = draft_digest(draft)
    for name, value in changed.items():
        setattr(draft, name, getattr(draft, name) | value if name == "facts" else value)
    assert draft_digest(draft) != before


def test_a_repeal_slipped_in_after_the_review_is_not_published(cast):
    old = published(cast, title="旧的通知")
    edition = drafted(cast)
    reviewed(cast, edition.draft)
    slipped = [{"kind": "repeals", "target": old.policy.code, "on": None, "until": None, "articles": ""}]
    Draft.objects.update(relations=slipped)
    with pytest.raises(Refused, match="还不能发布"):
        publish(edition, by=cast.wang, at=AT)
    assert not Relation.objects.exists()


def test_what_the_public_can_check_stays_the_digest_of_the_text_alone(cast):
    old = published(cast, title="旧的通知")
    edition = published(cast, relations=[{"kind": "supports", "target": old.policy.code, "on": None, "until": None, "articles": ""}])
    page = queries.page(edition.policy.code, on=ON)
    assert sm3(hashed(page)) == page.text.digest


@pytest.mark.parametrize("where", ["reason", "articles"])
def test_what_stands_beside_the_text_is_inspected_too(cast, where):
    old = published(cast, title="旧的通知")
    edition = published(cast)
    draft = drafts.start_correction(edition, reason=PHONE if where == "reason" else "附件名称有误", by=cast.li, at=AT)
    if where == "articles":
        relation = {"kind": "supports", "target": old.policy.code, "on": None, "until": None, "articles": PHONE}
        drafts.save_draft(draft, draft.facts, None, relations=[relation], seen=draft.saves, by=cast.li, at=AT)
    found = findings_of(drafts.submit(draft, by=cast.li, at=AT))
    assert "个人电话" in [finding.name for finding in found]


@pytest.mark.parametrize("reason", ["误发了身份证号11010519491231002X", "泄露了张三的手机13812345678", "机密★10年"])
def test_a_reason_of_withdrawal_with_personal_data_or_secrets_is_refused(cast, reason):
    edition = published(cast)
    with pytest.raises(Refused, match="理由会向社会公开"):
        withdraw(edition.policy, reason=reason, by=cast.wang, at=AT)
    assert queries.page(edition.policy.code, on=ON)


# —— who wrote it ——


def test_whoever_wrote_a_part_neither_reviews_nor_signs_although_another_saved_last(cast):
    both = one_who(cast, Role.EDITOR, Role.REVIEWER, Role.SIGNER)
    edition = drafted(cast)
    draft = edition.draft
    drafts.save_draft(draft, facts(), None, seen=draft.saves, by=both, at=AT)
    drafts.save_draft(draft, facts(), None, seen=draft.saves, by=cast.li, at=AT)
    assert draft.written_by == cast.li
    assert draft.wrote() == {both.pk, cast.li.pk}
    drafts.submit(draft, by=cast.li, at=AT)
    with pytest.raises(Refused, match="权限"):
        review.review_secrecy(draft, conclusion=Conclusion.OPEN, by=both, at=AT)
    review.review_secrecy(draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="权限"):
        publish(edition, by=both, at=AT)
    assert publish(edition, by=cast.wang, at=AT)


def test_giving_or_taking_a_file_is_writing(cast):
    gives, takes = one_who(cast, Role.EDITOR), one_who(cast, Role.EDITOR, name="钱进")
    edition = drafted(cast)
    file = drafts.attach(edition, "附件.txt", SHEET, by=gives, at=AT)
    assert Draft.objects.get().wrote() == {cast.li.pk, gives.pk}
    drafts.detach(file, by=takes, at=AT)
    assert Draft.objects.get().wrote() == {cast.li.pk, gives.pk, takes.pk}


def test_one_person_does_not_both_review_and_sign(cast, settings):
    edition = drafted(cast)
    drafts.submit(edition.draft, by=cast.li, at=AT)
    review.review_secrecy(edition.draft, conclusion=Conclusion.OPEN, by=cast.wang, at=AT)
    with pytest.raises(Refused, match="另一个人"):
        publish(edition, by=cast.wang, at=AT)
    settings.ONE_PERSON_MAY_REVIEW_AND_SIGN = True
    assert publish(edition, by=cast.wang, at=AT)


# —— two at once ——


def test_what_changed_after_it_was_looked_at_is_neither_submitted_nor_reviewed(cast):
    draft = drafted(cast).draft
    seen = draft_digest(draft)
    drafts.save_draft(Draft.objects.get(), facts(title="别人改过的标题通知"), None, seen=draft.saves, by=cast.li, at=AT)
    with pytest.raises(Refused, match="别人改动了这份稿件"):
        drafts.submit(draft, seen=seen, by=cast.li, at=AT)
    drafts.submit(draft, by=cast.li, at=AT)
    with pytest.raises(Refused, match="别人改动了这份稿件"):
        review.review_secrecy(draft, conclusion=Conclusion.OPEN, seen=seen, by=cast.zhou, at=AT)


def test_what_changed_during_the_inspection_is_not_submitted(cast, monkeypatch):
    draft = drafted(cast).draft
    looks = drafts.publishing.look

    def meanwhile(*arguments, **options):
        drafts.save_draft(Draft.objects.get(), facts(title="别人改过的标题通知"), None, seen=1, by=cast.li, at=AT)
        return looks(*arguments, **options)

    monkeypatch.setattr(drafts.publishing, "look", meanwhile)
    with pytest.raises(Refused, match="别人改动了这份稿件"):
        drafts.submit(draft, by=cast.li, at=AT)
    assert Draft.objects.get().submitted_at is None
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda draft, cast: drafts.submit(draft, by=cast.li, at=AT),
        lambda draft, cast: drafts.send_back(draft, reason="要写全主送机关", by=cast.zhou, at=AT),
        lambda draft, cast: drafts.save_draft(draft, facts(), None, seen=1, by=cast.li, at=AT),
        lambda draft, cast: review.inspect(draft, by=cast.li, at=AT),
        lambda draft, cast: review.review_secrecy(draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=AT),
        lambda draft, cast: abandon.abandon(draft, by=cast.li, at=AT),
    ],
)
def test_what_was_abandoned_meanwhile_is_said_to_be_gone(cast, act):
    draft = drafted(cast).draft
    held = Draft.objects.select_related("edition__policy__office").get()
    abandon.abandon(draft, by=cast.li, at=AT)
    with pytest.raises(Refused, match="已经不在了"):
        act(held, cast)


def test_files_are_read_before_the_transaction(cast, monkeypatch, transactional_db):
    edition = drafted(cast)
    inside = []

    def taking(*arguments, **how):
        inside.append(connection.in_atomic_block)
        return taken(*arguments, **how)

    taken = drafts.take_in
    monkeypatch.setattr(drafts, "take_in", taking)
    drafts.attach(edition, "附件.txt", SHEET, by=cast.li, at=AT)
    assert inside == [False]


# —— corrections and their files ——


def test_files_brought_to_an_abandoned_correction_are_gone(cast):
    edition = published(cast)
    draft = drafts.start_correction(edition, reason="附件名称有误", by=cast.li, at=AT)
    drafts.attach(edition, "误传.txt", SHEET, by=cast.li, at=AT)
    abandon.abandon(draft, by=cast.li, at=AT)
    assert not Attachment.objects.exists()


def test_a_correction_takes_off_a_published_file_and_the_old_text_keeps_it(cast):
    edition = drafted(cast)
    drafts.attach(edition, "旧附件.txt", SHEET, by=cast.li, at=AT)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    old = Attachment.objects.get()
    with pytest.raises(Refused, match="请先起草更正"):
        drafts.detach(old, by=cast.li, at=AT)

    given_up = drafts.start_correction(edition, reason="附件名称有误", by=cast.li, at=AT)
    drafts.detach(old, by=cast.li, at=AT)
    with pytest.raises(Refused, match="已经不在了"):
        drafts.detach(old, by=cast.li, at=AT)
    abandon.abandon(given_up, by=cast.li, at=AT)

    later = AT + timedelta(hours=2)
    draft = drafts.start_correction(edition, reason="附件名称有误", by=cast.li, at=later)
    drafts.detach(old, by=cast.li, at=later)
    drafts.attach(edition, "新附件.txt", SHEET + b"2", by=cast.li, at=later)
    assert [file.name for file in queries.page(edition.policy.code, on=ON).files] == ["旧附件.txt"]
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=later, let_pass=LET_PASS)

    page = queries.page(edition.policy.code, on=ON)
    before = queries.page(edition.policy.code, on=ON, text=1)
    assert [file.name for file in page.files] == ["新附件.txt"]
    assert [file.name for file in before.files] == ["旧附件.txt"]
    assert sm3(hashed(page)) == page.text.digest
    assert sm3(hashed(before)) == before.text.digest


def test_a_file_taken_off_with_a_withdrawn_text_is_closed_like_it(cast):
    edition = drafted(cast)
    drafts.attach(edition, "名单.txt", SHEET, by=cast.li, at=AT)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    withdraw(edition.policy, reason="附件含有个人信息", by=cast.wang, at=AT + timedelta(hours=1))
    draft = drafts.start_correction(edition, reason="去掉附件", by=cast.li, at=AT)
    drafts.detach(Attachment.objects.get(), by=cast.li, at=AT)
    later = AT + timedelta(hours=2)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=later, let_pass=LET_PASS)
    page = queries.page(edition.policy.code, on=ON)
    assert page.text.number == 2
    assert page.edition.files == []


# —— the journal ——


def test_the_journal_tells_who_wrote_once_an_officer_and_round_and_no_text(cast):
    other = one_who(cast, Role.EDITOR)
    draft = drafted(cast).draft
    for officer in (cast.li, other, other, cast.li):
        drafts.save_draft(draft, facts(), None, seen=draft.saves, by=officer, at=AT)
    assert [entry.by for entry in Entry.objects.filter(kind="policies.edition.saved")] == [other]
    drafts.submit(draft, by=cast.li, at=AT)
    drafts.save_draft(draft, facts(), None, seen=draft.saves, by=other, at=AT)
    told = Entry.objects.filter(kind="policies.edition.saved").order_by("pk")
    assert [entry.by for entry in told] == [other, other]
    assert told.last().data == {"edition": 1}


def test_the_journal_tells_of_files_and_of_corrections(cast):
    edition = drafted(cast)
    drafts.detach(drafts.attach(edition, "张三的名单.txt", SHEET, by=cast.li, at=AT), by=cast.li, at=AT)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    drafts.start_correction(edition, reason="附件名称有误", by=cast.li, at=AT)
    kinds = ["policies.edition.file_attached", "policies.edition.file_detached", "policies.edition.correction_started"]
    told = list(Entry.objects.filter(kind__in=kinds).order_by("pk"))
    assert [entry.kind for entry in told] == kinds
    assert not any("张三" in str(entry.data) for entry in told)


def test_who_mends_the_text_of_an_import_has_written_a_part(cast):
    mends = one_who(cast, Role.EDITOR)
    paper = "关于开展检查的通知\n各科室：\n现就检查事项通知如下。\n2026年5月25日"
    batch = intake.receive([intake.Upload("通知.txt", paper.encode())], name="", office=cast.housing, by=cast.li, at=AT)
    intake.read_waiting(at=AT)
    item = repair.repair(batch.items.get(), body(), by=mends, at=AT)
    edition = intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=cast.li, at=AT)
    assert edition.draft.wrote() == {cast.li.pk, mends.pk}
