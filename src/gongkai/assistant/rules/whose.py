"""Of which kind of party something is said: what a clause does to 个人 says nothing of a 单位, nor what an 企业 gets of an 个体户."""

import re

_KINDS = {
    "person": "(?<![一两二三四五六七八九十几每多半哪某这那整招找请雇带少0-9])个人(?!所得税|信息|隐私|账户|[负承]担|缴[费纳]|自付|部分|总结)|自然人|私人(?!企业)",
    "body": "单位(?!面积|时间|价格|缴)|企业|公司|工厂|厂[家子]|机构|法人|组织(?!实施|开展|领导|部)|(?<=[^\u4e00-\u9fff])厂",
    "trader": "个体工商户|个体经营|个体户|商户|小商贩|摊贩",
}
_KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()))
_NAMES = "|".join(_KINDS.values())
# who is asked of, not who does it to them: 由哪个单位, 主管单位
_NO_PARTY = re.compile(
    f"(?:哪[个些一两几]?[家个]?|什么|主管|责任|牵头|监管|执法|管理|发证|审批|受理|成员|部门|监督|[用招]人|工作)(?:{_NAMES})|(?:{_NAMES})(?:来)?(?:负责|牵头|监管)"
)
# whom a clause does it to, or who it begins with: “对个人处……”, “个人有前款行为的，”
_TO_THEM = re.compile(
    f"(?:对|给予|向)[^，。；、对]{{0,14}}?(?P<to>{_NAMES})[^，。；]{{0,14}}?(?:处|罚|给予|奖|补|发放|收取|减免|警告)"
    f"|给予[^，。；]{{0,12}}?(?P<given>{_NAMES})"
    f"|(?:^|[，；。：\n])(?:[（(][一二三四五六七八九十]+[)）])?(?P<first>{_NAMES})(?=违反|未|不|有|的，|擅自|处|可以|应当|每[人户]|按)"
)


def parties_asked(question: str) -> frozenset[str]:
    """The kinds of party a question asks of."""
    read = _NO_PARTY.sub(" ", question)
    return frozenset(match.lastgroup or "" for match in _KIND.finditer(read))


def is_of_another_party(text: str, question: str) -> bool:
    """Whether a sentence tells what is done to parties of another kind only than the one that is asked of."""
    asked = parties_asked(question)
    if not asked:
        return False
    told = [match["to"] or match["given"] or match["first"] for match in _TO_THEM.finditer(text)]
    if not told:
        return False
    kinds = {match.lastgroup for one in told for match in _KIND.finditer(one)}
    named = {match.lastgroup for match in _KIND.finditer(text)}
    return bool(kinds) and not asked & kinds and not asked & named
