"""The main job through the pages: hand in a file, confirm what was read, send it for review, review, publish."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.policies.actions import intake
from gongkai.policies.models import Draft, ImportBatch, ImportItem, Policy, Text
from gongkai.policies.rules.kinds import ItemState
from gongkai.shared.clock import now, today

PAPER = """澜州市住房和城乡建设局关于加强房屋租赁管理的通知
澜住建发〔2026〕12号
各区县住房和城乡建设局：
现就加强房屋租赁管理有关事项通知如下。
一、落实登记备案
出租人应当自租赁合同签订之日起三十日内办理登记备案。
二、规范经纪服务
（一）经纪机构应当公示收费标准。（责任单位：市住建局、市市场监管局）
澜州市住房和城乡建设局
2026年5月20日
（此件公开发布）
"""


def upload(name: str = "通知.txt", text: str = PAPER) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def handed_in(desk, cast, *files: SimpleUploadedFile) -> ImportBatch:
    data = {"office": cast.housing.pk, "files": list(files) or [upload()], "paths": "", "name": ""}
    answer = desk("li").post(reverse("desk:import-new"), data)
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.order_by("-pk").first()


def read(batch: ImportBatch) -> ImportItem:
    intake.read_waiting(at=now(), batch=batch)
    return batch.items.first()


def sent(form) -> dict[str, object]:
    """What a browser would send back of a form it was shown: every field, empty ones included."""
    values = {}
    for field in form:
        value = field.value()
        values[field.html_name] = "" if value is None or value is False else value
    return values


@pytest.fixture
def item(desk, cast) -> ImportItem:
    return read(handed_in(desk, cast))


def test_the_whole_way(desk, cast, item):
    li, wang = desk("li"), desk("wang")
    shown = li.get(reverse("desk:import-item", args=[item.pk]))
    assert shown.status_code == 200
    page = shown.content.decode()
    assert 'id="L2"' in page and "澜住建发〔2026〕12号" in page
    assert 'href="#L2"' in page  # where the number was read
    assert "市市场监管局" in page  # responsible units, clause by clause
    form = shown.context["form"]
    assert form.initial["doc_no"] == "澜住建发〔2026〕12号"

    answer = li.post(reverse("desk:import-item", args=[item.pk]), sent(form) | {"topic_l1": "城乡建设、环境保护", "topic_l2": ""})
    draft = Draft.objects.get()
    assert answer.url == reverse("desk:draft", args=[draft.edition_id])
    assert draft.facts["issuers"] == ["澜州市住房和城乡建设局"]

    page = li.get(answer.url).content.decode()
    assert reverse("desk:draft-submit", args=[draft.edition_id]) in page
    assert reverse("desk:draft-publish", args=[draft.edition_id]) not in page
    li.post(reverse("desk:draft-submit", args=[draft.edition_id]))
    draft.refresh_from_db()
    assert draft.submitted_at

    home = wang.get(reverse("desk:home")).content.decode()
    assert "等待审查和签发" in home and draft.edition.title in home
    page = wang.get(reverse("desk:draft", args=[draft.edition_id]))
    assert any("保密审查" in one for one in page.context["state"].missing)
    assert reverse("desk:draft-publish", args=[draft.edition_id]) not in page.content.decode()
    for finding in page.context["state"].standing:
        answer = wang.post(
            reverse("desk:draft-override", args=[draft.edition_id, finding.pk]), {"reason": "这是机关公开的办公信息，可以公开"}
        )
        assert answer.status_code == 302
    desk("zhou").post(reverse("desk:draft-secrecy", args=[draft.edition_id]), {"conclusion": "可以公开", "basis": "", "note": ""})
    page = wang.get(reverse("desk:draft", args=[draft.edition_id])).content.decode()
    assert reverse("desk:draft-publish", args=[draft.edition_id]) in page
    answer = wang.post(reverse("desk:draft-publish", args=[draft.edition_id]))
    policy = Policy.objects.get()
    assert answer.url == reverse("desk:policy", args=[policy.code])
    assert Text.objects.get().facts["doc_no"] == "澜住建发〔2026〕12号"
    assert not Draft.objects.exists()
    page = wang.get(answer.url).content.decode()
    assert "签发公开" in page and "保密审查" in page  # the timeline
    assert li.get(reverse("desk:draft", args=[draft.edition_id])).url == answer.url  # an old link leads on


def test_progress_is_shown_while_the_files_are_read_and_the_page_stops_asking_when_they_are(desk, cast):
    batch = handed_in(desk, cast, upload("一.txt"), upload("二.txt", PAPER.replace("12号", "13号")))
    here = reverse("desk:import-batch", args=[batch.pk])
    before = desk("li").get(here, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in before and "0 / 2" in before
    assert "<html" not in before
    intake.read_waiting(at=now())
    after = desk("li").get(here, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in after and "全部识别完毕" in after


def test_the_same_file_again_is_told_as_a_duplicate(desk, cast, item):
    again = read(handed_in(desk, cast))
    assert again.state == ItemState.DUPLICATE
    page = desk("li").get(reverse("desk:import-batch", args=[again.batch_id])).content.decode()
    assert "已导入过" in page


def test_pasted_text_becomes_an_item_and_keeps_its_title(desk, cast):
    answer = desk("li").post(
        reverse("desk:import-paste"), {"office": cast.housing.pk, "title": "关于租赁管理的通知", "text": "正文一段话。\n第二段话。"}
    )
    assert answer.status_code == 302
    found = read(ImportBatch.objects.get())
    assert found.name == "关于租赁管理的通知.txt"
    assert found.draft["original"][0] == "关于租赁管理的通知"


def test_a_confirmed_item_cannot_be_confirmed_again(desk, cast, item):
    li = desk("li")
    here = reverse("desk:import-item", args=[item.pk])
    data = sent(li.get(here).context["form"])
    li.post(here, data)
    again = li.post(here, data)
    assert again.status_code == 200 and "已成为稿件" in again.content.decode()
    assert Policy.objects.count() == 1


def test_the_title_is_needed_and_what_was_typed_stays(desk, item):
    li = desk("li")
    here = reverse("desk:import-item", args=[item.pk])
    answer = li.post(here, sent(li.get(here).context["form"]) | {"title": "", "source": "本局办公室"})
    page = answer.content.decode()
    assert "标题：请填写标题。" in page and 'value="本局办公室"' in page
    assert not Policy.objects.exists()


def test_a_differing_value_can_be_chosen_without_losing_the_rest(desk, item):
    item.draft["fields"]["doc_no"]["others"] = ["澜住建发〔2026〕21号"]
    item.save()
    li = desk("li")
    here = reverse("desk:import-item", args=[item.pk])
    shown = li.get(here)
    assert 'name="use" value="doc_no:0"' in shown.content.decode()
    answer = li.post(here, sent(shown.context["form"]) | {"source": "本局", "use": "doc_no:0"})
    page = answer.content.decode()
    assert answer.status_code == 200 and 'value="澜住建发〔2026〕21号"' in page and 'value="本局"' in page
    assert not Policy.objects.exists()
    assert li.post(here, sent(shown.context["form"]) | {"use": "doc_no:99"}).status_code == 200


def test_the_text_is_put_right_before_confirmation_and_read_anew(desk, item):
    li = desk("li")
    here = reverse("desk:import-text", args=[item.pk])
    text = li.get(here).context["form"].initial["text"]
    fixed = text.replace("规范经纪服务", "规范经纪服务行为") + "\n根据《房屋租赁管理办法》（澜政发〔2024〕3号）执行。"
    assert li.post(here, {"text": fixed}).status_code == 302
    item.refresh_from_db()
    texts = [block["text"] for block in item.draft["blocks"]]
    assert "二、规范经纪服务行为" in texts
    assert [one["doc_no"] for one in item.draft["citations"]] == ["澜政发〔2024〕3号"]
    assert item.draft["fields"]["doc_no"]["value"] == "澜住建发〔2026〕12号"


def test_the_original_is_downloaded_never_shown(desk, item):
    answer = desk("li").get(reverse("desk:import-original", args=[item.pk]))
    assert answer.content.decode() == PAPER
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Type"] == "application/octet-stream"
    assert "no-store" in answer["Cache-Control"]


def test_a_discarded_item_leaves_nothing_in_the_library(desk, item):
    here = reverse("desk:import-discard", args=[item.pk])
    assert "不会进入政策库" in desk("li").get(here).content.decode()
    assert desk("li").post(here).status_code == 302
    item.refresh_from_db()
    assert item.state == ItemState.DISCARDED and not Policy.objects.exists()


def test_many_are_discarded_only_after_the_consequence_was_read(desk, cast, item):
    here = reverse("desk:import-discard-many", args=[item.batch_id])
    asked = desk("li").post(here, {"item": [item.pk, "x", "99999"]})
    assert "放弃 1 件" in asked.content.decode()
    item.refresh_from_db()
    assert item.state == ItemState.READY
    desk("li").post(here, {"item": [item.pk], "sure": "1"})
    item.refresh_from_db()
    assert item.state == ItemState.DISCARDED


def test_a_near_duplicate_can_become_the_next_edition(desk, cast, item):
    li, wang = desk("li"), desk("wang")
    here = reverse("desk:import-item", args=[item.pk])
    li.post(here, sent(li.get(here).context["form"]) | {"topic_l1": "城乡建设、环境保护"})
    first = Draft.objects.get()
    li.post(reverse("desk:draft-submit", args=[first.edition_id]))
    desk("zhou").post(reverse("desk:draft-secrecy", args=[first.edition_id]), {"conclusion": "可以公开"})
    wang.post(reverse("desk:draft-publish", args=[first.edition_id]))
    policy = Policy.objects.get()

    later = read(handed_in(desk, cast, upload("修订.txt", PAPER.replace("三十日", "二十日"))))
    there = reverse("desk:import-item", args=[later.pk])
    shown = li.get(there)
    page = shown.content.decode()
    assert "库里有近似的文件" in page and policy.code in page
    compared = li.get(reverse("desk:import-compare", args=[later.pk, policy.code, 1])).content.decode()
    assert "<del>" in compared and "<ins>" in compared
    li.post(there, sent(shown.context["form"]) | {"place": policy.code})
    assert policy.editions.count() == 2 and Policy.objects.count() == 1


def test_the_manifest_template_is_a_manifest(desk):
    csv = desk("li").get(reverse("desk:import-template", args=["csv"]))
    assert csv.content.decode().startswith("\ufeff文件,附件,类别,标题")
    assert desk("li").get(reverse("desk:import-template", args=["xlsx"])).content[:2] == b"PK"


def test_publication_day_to_come_is_told(desk, cast, item):
    li = desk("li")
    here = reverse("desk:import-item", args=[item.pk])
    li.post(here, sent(li.get(here).context["form"]) | {"published_on": f"{today().year + 1}-01-01"})
    draft = Draft.objects.get()
    li.post(reverse("desk:draft-submit", args=[draft.edition_id]))
    page = desk("wang").get(reverse("desk:draft-publish", args=[draft.edition_id])).content.decode()
    assert f"到 {today().year + 1} 年 1 月 1 日向社会公开" in page
