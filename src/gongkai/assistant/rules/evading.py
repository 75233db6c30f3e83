"""Questions for a way round a rule (怎么骗过公租房的收入审核): not answered, but told what the paper says of those who do it. Whoever asks what
happens to them, or how it is found out, asks of the rule."""

import re

_HOW = "怎么|怎样|如何|咋|教我|有什么(?:办法|法子|窍门|招)|用什么(?:办法|法子)|想办法|能不能帮我"
_EVADE = "骗过|骗到|骗取|(?<![被受防])骗(?!子|局|保[的案]|补的)|蒙混|瞒过|瞒报|隐瞒|糊弄|应付过|造假|作假|做假|弄虚作假|冒充|冒名|冒领|虚报|谎报|逃避|逃过|躲过|躲开|避开|规避|绕过|绕开|钻空子|套取"
_AFTER = (
    "(?:审核|审查|核查|核验|检查|监管|监控|处罚|规定|条件|限制|调查|抽查|认定|公示|收入|财产|房产|补贴|补助|津贴|材料|证明|资格|社保|年龄)"
)
_WAY_ROUND = re.compile(
    f"(?:{_HOW})[^，。？；]{{0,8}}?(?P<done>(?:{_EVADE})[^，。？；]{{0,10}}?{_AFTER})"
    f"|(?:{_HOW})[^，。？；]{{0,12}}?(?P<fooled>弄虚作假|蒙混过关|钻空子)"
)
_OF_THE_RULE = re.compile(
    "处罚的|罚|后果|怎么(?:处理|办|认定|查处|追究|举报|防)|如何(?:处理|认定|查处|追究|举报|防)|举报|投诉|防止|防范|避免|发现|查处|追究|打击|遏制|(?:吗|么|是不是|算不算|会不会)[？?。]?$|被骗|受骗|诈骗"
)
_SAYS_SO = re.compile("(?:隐瞒|虚假|伪造|虚报|欺骗|弄虚作假|骗取|冒领|不正当手段|不如实|瞒报)")


def asks_a_way_round(question: str) -> bool:
    """Whether it is asked how to get round a rule."""
    found = _WAY_ROUND.search(question)
    done = (found["done"] or found["fooled"]) if found else ""
    rest = question.replace(done, " ")  # 怎么举报虚报收入的人 asks how to report it
    return found is not None and not _OF_THE_RULE.search(rest)


def subject_of(question: str) -> str:
    """What the rule is about, without the way round it."""
    return re.sub(f"{_HOW}|{_EVADE}|{_CHECKED}|才能|可以|能", " ", question)


_CHECKED = "审核|审查|核查|核验|检查|收入|财产|房产|材料|证明|资格|条件"  # every paper has them


def forbids_falsehood(text: str) -> bool:
    """Whether a clause rules what becomes of those who state what is false."""
    return bool(_SAYS_SO.search(text)) and bool(re.search("不予|取消|追回|退回|退还|责令|罚|警告|记入|不得|追缴|停发", text))
