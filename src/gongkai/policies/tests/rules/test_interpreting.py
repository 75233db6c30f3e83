from datetime import date

import pytest

from gongkai.policies.rules.interpreting import (
    Form,
    Material,
    Point,
    checklist,
    explained_by,
    may_explain,
    must_be_explained,
    share_copied,
    wrong_address,
)
from gongkai.workdays.queries import calendar

GOOD = (
    "《澜州市公共租赁住房管理办法》（澜政规〔2026〕9号）自8月1日起施行。原来的规定已经用了五年，申请门槛和大家的实际情况对不上了。"
    "这次主要改了三处：一是全市的住房困难家庭、新就业职工和外来务工人员都能申请；二是要交的证明少了，能查到的不用再跑；"
    "三是审核快了，从交材料到出结果压缩到十七个工作日。低保家庭的租金只收一成。已经在排队的不用重新登记。有不明白的请打0999-5550121。"
)


def made(**others):
    given = {
        "form": Form.TEXT,
        "text": GOOD,
        "policy_title": "澜州市公共租赁住房管理办法",
        "policy_no": "澜政规〔2026〕9号",
        "policy_text": "",
    }
    return Material(**given | others)


def stops(material):
    return {one.point for one in checklist(material) if one.stops}


def test_a_plain_explanation_in_its_own_words_passes():
    assert stops(made()) == set()


@pytest.mark.parametrize(
    "others, point",
    [
        ({"policy_title": "别的文件", "policy_no": ""}, Point.NAMES),
        ({"text": "《澜州市公共租赁住房管理办法》适用于困难家庭。电话0999-5550121。"}, Point.CONTENT),
        ({"text": GOOD.replace("0999-5550121", "窗口")}, Point.CALL),
        ({"policy_text": GOOD}, Point.OWN_WORDS),
        ({"form": Form.VIDEO, "address": "https://v.example.gov.cn/1", "text": "看视频"}, Point.TEXT),
        ({"form": Form.VIDEO}, Point.MEDIUM),
        ({"form": Form.AUDIO, "address": "http://v.example.gov.cn/1"}, Point.MEDIUM),
        ({"form": Form.CHART}, Point.MEDIUM),
        ({"form": Form.PICTURE}, Point.MEDIUM),
    ],
)
def test_each_needed_point_stops_it(others, point):
    assert point in stops(made(**others))


def test_the_phone_of_the_paper_is_enough():
    assert stops(made(text=GOOD.replace("0999-5550121", "窗口"), phone="0999-5550121")) == set()


def test_what_was_put_together_from_the_papers_own_sentences_is_no_copying_and_can_be_drawn():
    assert stops(made(form=Form.PICTURE, policy_text=GOOD, quotes=True)) == set()


def test_a_point_that_does_not_apply_is_waived_with_its_reason():
    copied = made(policy_text=GOOD, waived={"own_words": "原文就是问答"})
    assert stops(copied) == set()
    assert next(one.waived for one in checklist(copied) if one.point is Point.OWN_WORDS) == "原文就是问答"


def test_the_share_copied_counts_characters_in_runs_of_ten():
    assert share_copied(GOOD, GOOD) == 100
    assert share_copied(GOOD, "完全不同的一份文件，说的是别的事情。") == 0
    assert 30 < share_copied(GOOD[:60] + "。" * 5 + "用自己的话说一遍，大家看得懂，也知道去哪里办理，不必再翻原文逐条去对照。", GOOD) < 80


@pytest.mark.parametrize(
    "published, days, due",
    [
        (date(2025, 9, 26), 3, date(2025, 9, 30)),  # 领域规则附录 B：9月28日（周日）调休上班
        (date(2025, 9, 26), 0, date(2025, 9, 26)),
    ],
)
def test_a_late_explanation_has_three_working_days(db, published, days, due):
    assert explained_by(published, days, calendar()) == due


def test_who_drafts_explains():
    assert may_explain("1/2/", "1/2/", is_named=True)
    assert not may_explain("1/3/", "1/2/", is_named=True)
    assert not may_explain("1/2/", "1/", is_named=True)
    assert may_explain("1/2/", "1/", is_named=False)  # a department drafted it for its government
    assert not may_explain("1/", "1/2/", is_named=False)


def test_rules_and_normative_papers_must_and_others_once_planned():
    classes = ("rule", "normative")
    assert must_be_explained("normative", classes, is_planned=False) and must_be_explained("rule", classes, is_planned=False)
    assert not must_be_explained("other", classes, is_planned=False)
    assert must_be_explained("other", classes, is_planned=True)


@pytest.mark.parametrize("address", ["http://a.gov.cn/1", "javascript:alert(1)", "https://", "https://a b", "ftp://a.gov.cn"])
def test_only_an_https_address_is_taken(address):
    assert wrong_address(address)


def test_a_good_address_and_none_are_taken():
    assert not wrong_address("") and not wrong_address("https://www.example.gov.cn:8443/video/1.html?a=b")


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.8:8443", "localhost", "oa", "media.intranet", "nas.local"])
def test_an_address_that_only_opens_inside_is_told(host):
    assert "内部网络" in wrong_address(f"https://{host}/v")
