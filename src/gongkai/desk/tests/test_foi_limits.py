"""内部时限 at the desk: seen, set, versions kept; another organ's is not there."""

from django.urls import reverse
from tests.cast import AT

from gongkai.foi.actions.pacing import set_limits
from gongkai.foi.models import StepLimits
from gongkai.foi.rules.pace import STEP_LIMITS

PAGE, SET = reverse("desk:foi-limits"), reverse("desk:foi-limits-set")
USUAL = {limit.key: limit.workdays for limit in STEP_LIMITS}


def test_the_head_sets_the_limits_and_sees_what_held_before(desk, cast):
    wang = desk("wang")
    page = wang.get(PAGE).content.decode()
    assert "系统自带，待复核" in page and cast.housing.name in page
    assert 'name="seen" value="0"' in wang.get(SET).content.decode()
    answer = wang.post(SET, USUAL | {"search": 7, "why": "办公会纪要", "seen": 0}, follow=True)
    assert "第 1 版" in answer.content.decode() and "办公会纪要" in answer.content.decode()
    wang.post(SET, USUAL | {"search": 6, "why": "再调整", "seen": 1})
    page = wang.get(PAGE).content.decode()
    assert "第 2 版" in page and "以前的版本" in page and "办公会纪要" in page


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(desk, cast):
    wang = desk("wang")
    for typed, says in (
        ({"search": 12}, "一共 23 个工作日"),
        ({"examination": 9}, "补正告知的 7 个工作日"),
        ({"search": "abc"}, "请填写 1 至 20 的整数"),
        ({"search": "9" * 400}, "请填写 1 至 20 的整数"),
        ({"search": ""}, "请填写 1 至 20 的整数"),
        ({"why": ""}, "请填写这样确定的理由"),
        ({"seen": "7"}, "别人改过内部时限"),
        ({"seen": "<script>"}, "别人改过内部时限"),
    ):
        page = wang.post(SET, {**USUAL, "search": 7, "why": "理由在此", "seen": 0, **typed}).content.decode()
        assert says in page and "<script>" not in page.partition("<form")[2], typed
    assert not StepLimits.objects.exists()


def test_another_organs_limits_are_not_there(desk, cast):
    set_limits(cast.housing, {"search": 7}, "住建局的理由", seen=0, by=cast.wang, at=AT)
    other = {"organ": cast.transport.pk}
    assert desk("wang").get(PAGE, other).status_code == 404
    assert desk("wang").post(f"{SET}?organ={cast.transport.pk}", USUAL | {"search": 7, "why": "理由", "seen": 0}).status_code == 404
    for who in ("li", "zhou", "zhao"):
        assert desk(who).get(PAGE).status_code == 403, who
    assert not StepLimits.objects.filter(organ=cast.transport).exists()
    assert "住建局的理由" in desk("sun").get(PAGE, {"organ": cast.housing.pk}).content.decode()  # administration of the city
