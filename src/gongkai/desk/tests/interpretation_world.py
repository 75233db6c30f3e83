"""A paper in hand with its plan, an exemption and what the system drafted."""

from tests.cast import AT, drafted

from gongkai.policies.actions import interpreting, kit
from gongkai.policies.rules.interpreting import Form, Ground
from gongkai.policies.tests.explaining import planned

RULES = "第一条 本市老旧小区适用本办法。\n第二条 每户补助不超过3000元。\n第三条 居民可以向社区居民委员会提出申请。"


def interpretation_world(cast) -> dict[str, dict[str, object]]:
    """Address arguments by url name."""
    paper = drafted(cast, text=RULES, title="澜州市住建局关于印发老旧小区改造办法的通知")
    plan = planned(cast, paper)
    made = kit.draft(plan, Form.PICTURE, by=cast.li, at=AT)
    interpreting.exempt(paper, ground=Ground.INTERNAL, reason="只涉及本局内部", by=cast.zhou, at=AT)
    of_edition, of_plan, code = {"pk": paper.pk}, {"pk": plan.pk}, {"code": made.policy.code}
    return {
        **dict.fromkeys(("explain", "explain-plan", "explain-exempt", "explain-take-back"), of_edition),
        **dict.fromkeys(("explain-begin", "explain-kit"), of_plan),
        **dict.fromkeys(
            (
                "interpretation",
                "interpretation-describe",
                "interpretation-approve",
                "interpretation-picture",
                "interpretation-picture-file",
            ),
            code,
        ),
        "interpretation-waive": code | {"point": "call"},
    }
