"""Identity, card, phone and organisation numbers: found where they are, and not where they only look alike."""

from datetime import date

import pytest

from gongkai.publishing.rules import addresses, cards, ids, masking, others, phones, uscc
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.material import fold

TODAY = date(2026, 11, 22)
NOBODY = frozenset[str]()


@pytest.mark.parametrize(
    "number, valid",
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("110105194912310021", False),  # wrong check digit
        ("440524188001010014", False),  # right check digit, born before 1900
        ("110105202702300026", False),  # there is no 30 February
        ("1101051949123100", False),
    ],
)
def test_an_identity_number_needs_its_birthday_and_check_digit(number, valid):
    assert ids.is_valid(number, TODAY) is valid


def test_a_birthday_after_today_is_no_identity_number():
    number = next(
        f"11010520270301{n:03}{c}" for n in range(1000) for c in ids.CHECK if ids.is_valid(f"11010520270301{n:03}{c}", date(2030, 1, 1))
    )
    assert not ids.is_valid(number, TODAY)


@pytest.mark.parametrize("text", ["申请人身份证号11010519491231002X。", "110105 19491231 002X", "号码：１１０１０５19491231002Ｘ"])
def test_an_identity_number_is_found_and_masked(text):
    (found,) = ids.find(fold(text), TODAY)
    assert (found.level, found.sample) == (Level.HIGH, "110105********002X")


@pytest.mark.parametrize(
    "text",
    [
        "索引号 2554214002754374236",
        "19059120230915143805",
        "00511755800020020210058",
        "11370322004222241N/2026-5566124",
        "110105********002X",
        "990101199001011234",  # 99 is no province
        "110105194912310021",  # wrong check digit, nothing says it is one
    ],
)
def test_other_long_numbers_are_no_identity_numbers(text):
    assert not list(ids.find(text, TODAY))
    assert not list(cards.find(text))


def test_a_labelled_number_with_a_wrong_check_digit_is_still_asked_about():
    (found,) = ids.find("身份证号码:110105194912310021", TODAY)
    assert found.level is Level.MIDDLE


def test_an_old_fifteen_digit_number_is_a_weak_sign_without_its_label():
    assert [found.level for found in ids.find("110105491231002", TODAY)] == [Level.LOW]
    assert [found.level for found in ids.find("身份证号110105491231002", TODAY)] == [Level.MIDDLE]


@pytest.mark.parametrize(
    "code, valid", [("11370322004222241N", True), ("11110000000013426W", False), ("11370322004222241I", False), ("", False)]
)
def test_a_credit_code_needs_its_check_character(code, valid):
    assert uscc.is_valid(code) is valid


@pytest.mark.parametrize("number, valid", [("4111111111111111", True), ("6222021234567890128", True), ("6222021234567890123", False)])
def test_a_card_number_needs_the_luhn_check(number, valid):
    assert cards.luhn(number) is valid


@pytest.mark.parametrize(
    "text, level",
    [
        ("开户行：某银行，账号6222021234567890128", Level.HIGH),
        ("6222 0212 3456 7890 128", Level.MIDDLE),
        ("卡号4111111111111111", Level.HIGH),
        ("6222021234567890128", Level.MIDDLE),
    ],
)
def test_a_card_number_weighs_more_beside_bank_words(text, level):
    (found,) = cards.find(text)
    assert found.level is level
    assert found.sample.endswith(text[-1]) and set(found.sample[:-4]) == {"*"}


def test_a_foreign_card_number_without_bank_words_is_left_alone():
    assert not list(cards.find("编号4111111111111111"))


@pytest.mark.parametrize(
    "text",
    [
        "联系人手机13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "138.1234.5678",
        "138·1234·5678",
        "+86 13812345678",
        "13812345678、0999-5550101",
    ],
)
def test_a_mobile_number_is_found_however_it_is_spaced(text):
    found = next(iter(phones.find(text, NOBODY, before="咨询电话")))
    assert (found.level, found.sample, found.value) == (Level.HIGH, "138****5678", "13812345678")


@pytest.mark.parametrize(
    "text", ["总投资13800000000元", "比例为138.1234", "第1381.2345.678号", "编号113812345678", "13812345678.55", "138****5678", "12345热线"]
)
def test_amounts_and_longer_numbers_are_no_mobiles(text):
    assert not list(phones.find(fold(text), NOBODY))


def test_a_mobile_known_as_public_is_no_finding():
    assert not list(phones.find("咨询电话：138 1234 5678", frozenset({"13812345678"})))


@pytest.mark.parametrize(
    "text, before",
    [
        ("政策咨询电话 0532-88996769", ""),
        ("青岛市行政审批服务局 : 0532-66209970", "咨询电话:"),
        ("0532-66209970", "咨询电话："),
        ("咨询电话：0999-5550101、0999-5550102；0999-5550103", ""),
        ("传真(0999)5550101", ""),
        ("市住房和城乡建设局：0999-5550101", ""),
    ],
)
def test_an_office_landline_is_no_finding(text, before):
    assert not list(phones.find(fold(text), NOBODY, fold(before)))


@pytest.mark.parametrize("text, level", [("家庭电话：0999-5550101", Level.HIGH), ("0999-5550101", Level.LOW)])
def test_a_landline_of_a_home_or_of_nobody_named(text, level):
    (found,) = phones.find(fold(text), NOBODY)
    assert (found.level, found.sample) == (level, "0999-****101")


@pytest.mark.parametrize(
    "text",
    [
        "现住址：澜州市望江区临江街道滨江路12号3栋2单元501室",
        "家住临江街道滨江路12号",
        "家庭住址 青石镇上河村3组12号",
        "李某，滨江花园3号楼2单元501室",
    ],
)
def test_a_home_down_to_its_door_is_found(text):
    assert [found.level for found in addresses.find(fold(text))] == [Level.MIDDLE]


@pytest.mark.parametrize(
    "text",
    [
        "办公地址：澜州市望江区滨江路12号市民中心3号楼305室",
        "受理地点：政务服务大厅2栋101室",
        "本次改造涉及滨江小区1号楼2单元等12个单元",
        "滨江路12号至48号路段实行限时停车",
        "澜州市望江区临江街道",
    ],
)
def test_an_office_or_a_road_is_no_home(text):
    assert not list(addresses.find(fold(text)))


def test_passport_plate_and_mail_need_their_label_to_block():
    assert [found.level for found in others.find("护照号E12345678")] == [Level.MIDDLE]
    assert not list(others.find("型号E12345678"))
    assert [found.level for found in others.find("车牌号鲁A12345")] == [Level.MIDDLE]
    assert [found.level for found in others.find("电话由zhang.san@example.com转")] == [Level.LOW]
    assert not list(others.find("电子邮箱：zhujianju@example.com"))


@pytest.mark.parametrize(
    "masked, form",
    [
        (masking.id_number("11010519491231002X"), "110105********002X"),
        (masking.mobile("13812345678"), "138****5678"),
        (masking.card("6222021234567890128"), "***************0128"),
        (masking.name("张三"), "张*"),
        (masking.name("欧阳小明"), "欧阳**"),
        (masking.address("澜州市望江区临江街道滨江路12号"), "澜州市望江区临江街道***"),
        (masking.address("澜州市望江区滨江路12号"), "澜州市***"),
        (masking.address("滨江路12号"), "***"),
        (masking.birth_date("1949年12月31日"), "1949年"),
        (masking.email("zhang@example.com"), "z***@example.com"),
        (masking.plate("鲁A12345"), "鲁A***45"),
        (masking.landline("01012345678"), "010-*****678"),
    ],
)
def test_a_masked_form_keeps_only_what_it_may(masked, form):
    assert masked == form
