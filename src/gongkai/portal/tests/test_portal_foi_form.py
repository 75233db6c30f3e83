"""The application form: what an applicant must give, in words, and nothing lost."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.foi.models import Case
from gongkai.foi.tests.cases import PNG
from gongkai.people.models import Organisation
from gongkai.portal.foi import views
from gongkai.portal.tests.opening import handle

pytestmark = pytest.mark.django_db
APPLY = "portal:foi-apply"


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


def test_sent_twice_it_is_one_application_and_the_receipt_shows_its_code(client, filled):
    given = filled()
    for _ in range(2):
        assert client.post(reverse(APPLY), given)["Location"] == reverse("portal:foi-receipt")
    case = Case.objects.get()
    assert case.ticket in client.get(reverse("portal:foi-receipt")).content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"phone": "abc"}, "phone", "电话号码不完整"),
        ({"phone": "12345"}, "phone", "电话号码不完整"),
        ({"delivery": "mail"}, "address", "请填写通信地址"),
        ({"delivery": "email"}, "email", "请填写电子邮箱"),
        ({"delivery": "fax"}, "fax", "请填写传真号码"),
        ({"id_number": "110105194912310021"}, "id_number", "校验位"),
        ({"organ": "999999"}, "organ", "请选择"),
        ({"info_title": ""}, "info_title", "至少一项"),
        ({"name": "张" * 101}, "name", "100"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(client, filled, changed, field, says):
    answer = client.post(reverse(APPLY), filled(**changed))
    assert answer.status_code == 422
    assert says in "".join(answer.context["form"].errors[field])
    assert "13900001234" in answer.content.decode() or "phone" in changed
    assert not Case.objects.exists()


def test_all_that_is_wrong_is_told_at_once_and_that_a_chosen_file_is_gone(client, filled):
    proof = SimpleUploadedFile("身份证.png", PNG, "image/png")
    answer = client.post(reverse(APPLY), filled(delivery="mail", id_number="110105194912310021", id_proof=proof))
    assert {"address", "id_number"} <= set(answer.context["form"].errors)
    assert "文件没有保存：身份证明" in answer.content.decode()
    assert "文件没有保存" not in client.post(reverse(APPLY), filled(delivery="mail")).content.decode()


def test_both_sides_of_a_card_are_handed_in_together(client, filled):
    sides = [SimpleUploadedFile(f"身份证{side}面.png", PNG, "image/png") for side in "正反"]
    assert client.post(reverse(APPLY), filled(id_proof=sides)).status_code == 302
    assert [one.name for one in Case.objects.get().files.order_by("pk")] == ["身份证正面.png", "身份证反面.png"]


def test_a_wrong_record_about_oneself_is_to_be_corrected_with_what_proves_it(client, filled):
    given = {**filled(info_title="不动产登记簿上的面积", info_text="登记为八十平方米，实际九十平方米。")}
    refused = client.post(reverse("portal:foi-correct"), given)
    assert refused.status_code == 422 and "第四十一条" in "".join(refused.context["form"].errors["evidence"])
    proof = [SimpleUploadedFile(f"{name}.png", PNG, "image/png") for name in ("测绘报告", "购房合同")]
    assert client.post(reverse("portal:foi-correct"), {**given, "evidence": proof})["Location"] == reverse("portal:foi-receipt")
    case = Case.objects.get()
    kept = case.files.all()
    assert case.is_correction and [one.kind for one in kept] == ["evidence", "evidence"]
    assert all(one.sealed and one.stored is None for one in kept)  # it tells of his house and his money: nothing that lies open
    assert "要求更正的记录" in client.get(reverse("portal:foi-receipt")).content.decode()


def test_each_organ_is_followed_by_those_below_it_however_many_there_are(client, cast):
    for n in range(12):  # paths as text would put the tenth before the second
        Organisation.objects.create(name=f"第{n}局", level="city", kind="department", parent=cast.city, region_code="990100")
    field = client.get(reverse(APPLY)).context["form"].fields["organ"]
    names = [label for _, label in field.choices][1:]
    assert names.index("第2局") < names.index("第10局") and names[0] == cast.city.name


@pytest.mark.parametrize(("name", "data"), [("身份证.html", b"<script>alert(1)</script>"), ("id.png", b"<html><script>1</script>")])
def test_a_proof_of_identity_is_a_picture_or_a_document(client, filled, name, data):
    answer = client.post(reverse(APPLY), filled(id_proof=SimpleUploadedFile(name, data, "image/png")))
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_file_that_cannot_be_taken_is_told_at_its_field_with_everything_else_that_is_wrong(client, filled):
    bad = SimpleUploadedFile("id.png", b"<html>not a picture</html>", "image/png")
    answer = client.post(reverse(APPLY), filled(id_proof=bad, phone="12345", id_number="110105194912310021", info_title=""))
    errors = answer.context["form"].errors
    assert set(errors) == {"info_title", "id_number", "id_proof", "phone"} and "“id.png”" in errors["id_proof"][0]
    alone = client.post(reverse(APPLY), filled(id_proof=SimpleUploadedFile("id.png", b"<html>", "image/png")))
    wrong = [title for title, _, is_wrong in alone.context["form"].steps() if is_wrong]
    assert wrong == ["您是谁"]  # the step that opens by itself is the one the file is in


def test_looking_first_keeps_what_was_typed_and_tells_that_a_chosen_file_is_gone(client, filled):
    proof = SimpleUploadedFile("身份证.png", PNG, "image/png")
    page = client.post(reverse(APPLY), {**filled(id_proof=proof, info_title="验收意见书"), "look": "1"})
    text = page.content.decode()
    assert page.status_code == 200 and 'value="验收意见书"' in text and "文件没有保存：身份证明" in text and "需要修改" not in text


@pytest.mark.parametrize("typed", ["13900001234", "+86-139-0000-1234", "0086 13900001234", "139 0000 1234", "１３９００００１２３４"])
def test_a_telephone_is_the_same_however_it_is_written(client, filled, typed):
    client.post(reverse(APPLY), filled())
    answer = client.post(reverse("portal:foi-track"), {"ticket": Case.objects.get().ticket, "phone": typed})
    assert answer.status_code == 302


def test_an_identity_number_is_the_same_in_full_width(client, filled):
    client.post(reverse(APPLY), filled())
    assert client.post(reverse(APPLY), filled(id_number="１１０１０５ １９４９１２３１ ００２ｘ")).status_code == 302
    assert set(Case.objects.values_list("applicant_key", flat=True)) == {Case.objects.first().applicant_key}


def test_gone_back_and_changed_it_is_another_application_once_it_is_sent_again(client, filled):
    given = filled()
    client.post(reverse(APPLY), given)
    answer = client.post(reverse(APPLY), {**given, "info_title": "另一件"})
    assert answer.status_code == 422 and "内容不同" in answer.content.decode() and Case.objects.count() == 1
    again = {**given, "info_title": "另一件", "key": answer.context["form"]["key"].value()}
    assert client.post(reverse(APPLY), again).status_code == 302
    assert Case.objects.count() == 2


def test_mending_the_form_is_not_counted_as_an_application(client, filled, settings):
    settings.FOI_PER_PERSON = 1
    sent = [filled(organ=""), filled(phone=""), filled(), filled()]
    assert [client.post(reverse(APPLY), given).status_code for given in sent] == [422, 422, 302, 429]


def test_a_shared_line_may_send_more_than_one_person_and_nothing_typed_is_lost(client, filled, settings):
    settings.FOI_PER_PERSON, settings.FOI_PER_ADDRESS = 1, 2
    assert client.post(reverse(APPLY), filled()).status_code == 302
    refused = client.post(reverse(APPLY), filled(info_title="又一件"))
    page = refused.content.decode()
    assert refused.status_code == 429 and "这个证件号码一小时内已经提交了 1 件" in page and 'value="又一件"' in page
    assert client.post(reverse(APPLY), filled(id_number="990100198503150029")).status_code == 302
    assert "可能有许多人共用" in client.post(reverse(APPLY), filled(id_number="990100199001010012")).content.decode()
    assert Case.objects.count() == 2


def test_a_page_without_its_hidden_word_is_sent_all_the_same(client, filled):
    assert client.post(reverse(APPLY), filled(key="")).status_code == 302


def test_a_code_typed_otherwise_is_the_same_code_to_the_counter(client, filled, monkeypatch):
    monkeypatch.setattr(views, "TRIES_PER_HOUR", 2)
    client.post(reverse(APPLY), filled())
    code = Case.objects.get().ticket
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    tried = [
        client.post(reverse("portal:foi-track"), {"ticket": typed, "phone": "13700000000"}).status_code
        for typed in (code, f"{code[:4]}-{code[4:]}", wide, code.lower())
    ]
    assert tried == [422, 422, 429, 429]


def test_one_code_cannot_be_tried_for_ever_and_others_are_still_looked_up(client, filled, monkeypatch):
    monkeypatch.setattr(views, "TRIES_PER_HOUR", 2)
    client.post(reverse(APPLY), filled())
    client.post(reverse(APPLY), filled(info_title="另一件"))
    first, other = Case.objects.order_by("id").values_list("ticket", flat=True)
    tried = [client.post(reverse("portal:foi-track"), {"ticket": first, "phone": "13700000000"}).status_code for _ in range(3)]
    assert tried == [422, 422, 429]
    assert client.post(reverse("portal:foi-track"), {"ticket": other, "phone": "13900001234"}).status_code == 302


def test_what_was_withdrawn_is_not_offered_to_be_withdrawn_again(client, filled):
    client.post(reverse(APPLY), filled())
    here = handle(client, Case.objects.get())
    answer = client.post(reverse("portal:foi-act", args=[here, "withdrawal"]), {"text": "不需要了"})
    assert answer.status_code == 302, answer.context["why"]
    page = client.get(reverse("portal:foi-withdraw", args=[here]))
    assert page["Location"] == reverse("portal:foi-case", args=[here])
