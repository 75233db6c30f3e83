"""办事流程演示: one application on its usual way, step by step. What may be done where, by whom and under which conditions comes from the
table of moves; only the sentences for a citizen stand here."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.stages import MOVES, Move, Stage

_A = Action

# The usual way, and what each step is for whoever asked.
COURSE: Mapping[Action, str] = {
    _A.SUBMIT: "您写明要什么信息、怎样联系您、想要什么形式，并出示身份证明。网上、当面、邮寄都可以；书写有困难的，可以口头提出，由工作人员代填。",
    _A.RECEIVE: "机关确定收到日。当面提交的就是当天；网上、传真、平常信函，以与您确认的那天为准。期限从收到日的次日起算。",
    _A.REGISTER: "您的申请有了登记号，进入统一的台账。您凭查询码和手机号随时看得到它走到了哪一步。",
    _A.EXAMINE: "有人专门负责这件申请：看内容是否明确、是不是本机关的事、以前有没有答复过。",
    _A.DISPATCH: "保管信息的科室或者单位接手，并有内部的反馈期限；法定期限不因此变动。",
    _A.SEARCH: "在哪里找、用什么词找、找了什么范围，都要记下来。没有检索记录，不能答复“不存在”。",
    _A.DRAFT: "写明公开、部分公开还是不予公开，依据哪一条，怎样提供。不能公开的部分遮盖以后，其余照样提供。",
    _A.SUBMIT_DRAFT: "拟好的答复和要提供的文件一起送审。材料不齐、里面还有别人的个人信息的，送不出去。",
    _A.PASS_SECRECY: "由没有参与拟稿的人审查能不能公开。",
    _A.PASS_LEGALITY: "由没有参与拟稿的人审查答复是否合法、救济途径写得对不对。",
    _A.SIGN: "负责人签发，答复书按年度连续编号，此后谁也不能改。您可以凭文书上的核验码核对真伪。",
    _A.SERVE: "按您要求的方式送到您手里。邮寄的，以交邮之日为准。对答复不服的，文书里写明了向谁、在多少天内提出。",
    _A.ARCHIVE: "全部材料归档保存，之后只能看、不能改；期满由两人鉴定后处理。",
}
# What may come in between.
BETWEEN: Mapping[Action, str] = {
    _A.CLARIFY: "内容不明确的，机关一次性告诉您怎样补正；收到补正之日起重新计算期限。",
    _A.ASK_REASON: "申请的数量、频次明显超过合理范围的，机关可以请您说明理由。",
    _A.CONSULT_THIRD_PARTY: "公开可能损害第三方合法权益的，书面征求第三方意见，所需时间不计入期限；您是谁不会告诉对方。",
    _A.CONSULT_CO_ORGAN: "几个机关共同制作的，征求其他机关意见，所需时间不计入期限。",
    _A.CHARGE: "一般不收费；数量、频次明显超过合理范围的，可以收取信息处理费，先通知后收取。",
    _A.EXTEND: "需要更多时间的，经负责人同意可以延长一次，并告知您。",
    _A.WITHDRAW: "签发之前，您随时可以撤回申请。",
}


@dataclass(frozen=True)
class Condition:
    says: str
    basis: str


@dataclass(frozen=True)
class Step:
    """One step of the way: at which stage, who does it under which conditions, where it leads, and what may come in between there."""

    action: Action
    at: Stage
    then: Stage
    who: str
    by_applicant: bool
    conditions: tuple[Condition, ...]
    says: str
    between: tuple[tuple[str, str], ...]


def demonstration(who: Mapping[Permit, str]) -> tuple[Step, ...]:
    """The steps in order, from the first word to the archive. `who` gives the Chinese wording of each permit's holders."""
    steps, at = [], Stage.DRAFT
    actions = list(COURSE)
    for number, action in enumerate(actions):
        following = MOVES[actions[number + 1]].sources if number + 1 < len(actions) else frozenset(Stage)
        then = next(stage for stage in Stage if stage in (MOVES[action].then or {at}) and stage in following)
        steps.append(_step(MOVES[action], at, then, who))
        at = then
    return tuple(steps)


def _step(move: Move, at: Stage, then: Stage, who: Mapping[Permit, str]) -> Step:
    between = tuple((action.label, says) for action, says in BETWEEN.items() if at in MOVES[action].sources and at is not Stage.DRAFT)
    conditions = tuple(Condition(guard.says, guard.basis) for guard in (*move.guards, *move.warns))
    return Step(move.action, at, then, who[move.permit], move.by_applicant, conditions, COURSE[move.action], between)
