"""答复提示: articles that may fit a request by its words. Hints to the handler; whether one applies, a person judges."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.foi.rules.outcomes import RULINGS, Outcome, Ruling

# What requests say where each outcome was usually considered: 待复核
_CUES: tuple[tuple[Outcome, str, str], ...] = (
    (Outcome.E1_PETITION, r"投诉|举报|信访|上访|要求(?:查处|处理|解决)|反映.{0,12}问题", "像是投诉、举报、信访，不是要信息"),
    (Outcome.E5_CONFIRM, r"请(?:予)?确认|是否(?:合法|有效|真实)|出具证明|重新出具|加盖公章", "要求确认或者重新出具"),
    (Outcome.E3_PUBLICATION, r"年鉴|报纸|刊物|期刊|图书|出版物", "可能是公开出版物"),
    (Outcome.C8_QUERY, r"不动产登记|房屋登记|产权档案|工商(?:登记)?档案|企业登记档案|查询?档案|婚姻登记", "有专门的登记、查询规定"),
    (Outcome.C1_SECRET, r"国家秘密|涉密|机密|绝密", "提到涉密内容，先作保密审查"),
    (Outcome.C3_SAFETY, r"反恐|应急预案|安防|涉外|地下管网|重点目标", "公开后可能危及“三安全一稳定”"),
    (
        Outcome.C4_THIRD,
        r"商业秘密|投标(?:文件|报价)|报价|技术方案|个人(?:信息|隐私)|名单|花名册|身份证|病历|工资表|住址",
        "涉及第三方的商业秘密、个人隐私，可能要征求意见或者区分处理",
    ),
    (Outcome.C5_INTERNAL, r"人事(?:管理|档案)|考核结果|后勤|内部(?:工作流程|管理|通讯录)", "可能属于三类内部事务信息"),
    (Outcome.C6_PROCESS, r"会议(?:纪要|记录)|讨论(?:记录|稿)|过程稿|征求意见稿|磋商|请示|内部报告", "可能属于四类过程性信息"),
    (Outcome.C7_ENFORCE, r"执法案卷|处罚案卷|询问笔录|现场笔录|立案审批", "可能属于行政执法案卷信息"),
    (Outcome.D2_NEED_CREATE, r"汇总|统计(?:分析|数据)|分析报告|历年.{0,8}数据|逐(?:年|月|项)", "可能没有现成信息，需要加工、分析"),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """An outcome whose articles may fit, and why it is shown."""

    ruling: Ruling
    why: str


def hints(text: str, earlier: Iterable[Outcome] = ()) -> tuple[Hint, ...]:
    """What may fit a request: by its own words first, then by how similar earlier requests ended (replies only), each outcome once."""
    found = {outcome: why for outcome, pattern, why in _CUES if re.search(pattern, text)}
    ends = [outcome for outcome in earlier if not RULINGS[outcome].is_ending]
    for outcome in dict.fromkeys(ends):
        found.setdefault(outcome, f"相近的申请有 {ends.count(outcome)} 件这样答复")
    return tuple(Hint(RULINGS[outcome], why) for outcome, why in found.items())
