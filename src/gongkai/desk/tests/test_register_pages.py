"""清单 at the desk: data is shown before it is taken over; an edition from above; what an event begins; many approved by one press."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import drafted

from gongkai.catalogue.actions import duties
from gongkai.catalogue.tests.world import in_force
from gongkai.policies.models import Draft, Edition
from gongkai.registers.models import Entry, EntryVersion
from gongkai.registers.rules.schemas import BY_SLUG
from gongkai.registers.tests.world import ACCESS, from_above, listed, opened, proposed
from gongkai.shared.clock import now, today


def address(name, *args):
    return reverse(f"desk:{name}", args=args)


def lines(**others):
    labels = {one.name: one.label for one in BY_SLUG["market-access"].columns}
    return {"编号": "010101"} | {labels[name]: value for name, value in (ACCESS | others).items()}


def file(*items, name="清单.json"):
    return SimpleUploadedFile(name, json.dumps({"items": items}, ensure_ascii=False).encode())


@pytest.fixture
def register(cast):
    return from_above(cast)


@pytest.fixture
def filled(register):
    return {"valid_from": today().isoformat(), "note": "按国家清单", "edition": "2026年版"}


def test_data_is_shown_then_taken_over_and_what_came_is_to_be_looked_at(desk, cast, register, filled):
    li, page = desk("li"), address("register-import", register.pk)
    shown = li.post(page, filled | {"file": file(lines())})
    html = shown.content.decode()
    assert "整份导入，等待批准" in html and "本地填写的要复核" in html and not Entry.objects.exists()
    done = li.post(page, filled | {"text": shown.context["text"]})
    assert done.status_code == 302 and EntryVersion.objects.get().edition.name == "2026年版"
    assert desk("wang").post(address("register-versions"), {"version": [EntryVersion.objects.get().pk]}).status_code == 302
    html = li.get(address("register", register.pk)).content.decode()
    assert "1 条的本地填写待复核" in html and "2026年版" in html
    assert li.get(address("register", register.pk) + "?state=look").context["page"].paginator.count == 1


def test_what_is_wrong_is_told_with_its_row_and_cannot_be_sent_on(desk, cast, register, filled):
    li, page = desk("li"), address("register-import", register.pk)
    html = li.post(page, filled | {"file": file(lines(), lines(kind="别的"))}).content.decode()
    assert "类别应是" in html and "出现了两次" in html and "整份导入，等待批准" not in html
    answer = li.post(page, filled | {"text": json.dumps([lines(kind="别的")])})
    assert "一条也没有导入" in answer.content.decode() and not Entry.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"{", b"[" * 3000, b'{"items": "x"}', "[1]".encode("utf-16")])
def test_what_is_no_list_is_refused_in_words(desk, cast, register, filled, data):
    answer = desk("li").post(address("register-import", register.pk), filled | {"file": SimpleUploadedFile("清单.json", data)})
    assert answer.status_code == 200 and answer.context["form"].errors["file"] and not Entry.objects.exists()


def test_who_may_not_write_here_imports_nothing(desk, cast, register, filled):
    page = address("register-import", register.pk)
    assert desk("zhao").post(page, filled | {"text": json.dumps([lines()])}).status_code == 404
    assert desk("wang").post(page, filled | {"text": json.dumps([lines()])}).status_code == 403


def test_a_draft_for_an_event_is_begun_once_and_found_from_both_sides(desk, cast):
    item = in_force(cast)
    duty, _ = duties.announce(item, cast.housing, title="第三批结果", event_on=today(), by=None, at=now())
    li, begin = desk("li"), address("catalogue-draft", duty.pk)
    assert "开始起草" in li.get(begin).content.decode()
    assert li.post(begin).status_code == 302
    edition = Edition.objects.get()
    assert li.get(begin)["Location"] == address("draft", edition.pk)
    assert "看稿件" in li.get(address("catalogue")).content.decode()
    assert f'href="{address("catalogue-item", item.pk)}"' in li.get(address("draft", edition.pk)).content.decode()
    assert desk("zhao").get(begin).status_code == 404


def test_item_and_event_are_chosen_with_the_facts(desk, cast):
    item = in_force(cast)
    duty, _ = duties.announce(item, cast.housing, title="第三批结果", event_on=today(), by=None, at=now())
    edition, li = drafted(cast), desk("li")
    page = address("draft-edit", edition.pk)
    form = li.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"item": item.code, "duty": str(duty.pk)}
    assert li.post(page, typed).status_code == 302
    edition.refresh_from_db()
    assert (edition.item, edition.duty) == (item, duty)
    wrong = li.post(page, typed | {"seen": Draft.objects.get().saves, "duty": "999999"})
    assert wrong.context["form"].errors["duty"]


def test_whoever_approves_or_returns_an_entry_sees_what_it_changes(desk, cast):
    one = opened(cast)
    version = proposed(cast, one, listed(cast, one), values={"standard": "每户每月10元"})
    for name in ("register-approve", "register-decline"):
        page = desk("wang").get(address(name, version.pk))
        assert page.context["changed"] == [("收费标准", "每户每月8元", "每户每月10元")] and "改了什么" in page.content.decode()
