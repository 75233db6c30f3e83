"""Who is spoken of: offices, companies, persons in their part (申请人、出租人). Where a name begins is not written in Chinese, so names
are compared from their last word backwards."""

import re
from itertools import pairwise

_OFFICES = (
    "人民政府|政府|主管部门|行政部门|行政主管部门|监督管理部门|管理部门|部门|行政机关|机关|委员会|管委会|居委会|村委会|办公厅|办公室|街道办事处|办事处|"
    "管理局|总局|分局|局|厅|人民法院|法院|检察院|国务院|医院|学院|研究院|派出所|交易所|管理处|服务站|工作站|中心|总队|支队|大队|协会|"
    "联合会|工会|银行|公司|企业|单位|机构|学校|幼儿园|平台|窗口|集体|合作社|部(?=负责|牵头|会同|批准|备案)"
)
_PARTY = re.compile(f"(?:{_OFFICES})")
_PART = re.compile(
    "被申请人|申请人|出租人|承租人|买受人|出卖人|受让人|转让人|债权人|债务人|投标人|招标人|中标人|被代理人|代理人|监护人|被监护人|当事人|"
    "责任人|负责人|被保险人|投保人|保险人|受益人|赔偿义务人|赔偿请求人|用人单位|劳动者|消费者|经营者|生产者|销售者|违法者|患者|持证人|"
    "人民法院|人民检察院|公安机关|使用人|管理人|所有权人|法定代表人|被害人|犯罪嫌疑人|被告人|原告|被告|第三人|证人|鉴定人|纳税人|扣缴义务人|行政相对人|被征收人|征收人|"
    "保证人|抵押人|抵押权人|发包人|承包人|委托人|受托人|继承人|被继承人|赠与人|受赠人|持有人|发行人|出资人|股东|合伙人|雇主|雇员|"
    "收养人|送养人|被收养人|甲方|乙方|家长|学生|职工|老年人|残疾人|未成年人|成年人|军人|教师|业主|物业服务人|驾驶人|承运人|托运人|旅客"
)
_BEFORE = re.compile(
    r"[^\u4e00-\u9fff]|由|向|经|报|的|应|是|为|在|对|从|到|送|交|请|让|给|至|当|可|须|以|及|和|与|或|等|各|按|据|受|将|被|其|后|时|于|得|持|同"
)
_EXCEPT = re.compile(r"除[^，。；]{1,40}外")
_LEVELS = "国省市州县区乡镇"
_BACK = 12


def offices(text: str) -> list[tuple[str, str, int]]:
    """Every office, company or body of a text: (its name as far as it can be told, the common word it ends in, place of its end)."""
    found = []
    for match in _PARTY.finditer(text):
        before = text[max(0, match.start() - _BACK) : match.start()]
        cut = max((each.end() for each in _BEFORE.finditer(before)), default=0)
        found.append((before[cut:] + match.group(), match.group(), match.end()))
    return found


def strangers(text: str, source: str) -> list[tuple[str, str]]:
    """Offices named in `text` and not in `source`, each with the one the source has in its place or an empty string."""
    known = offices(source)
    return [
        (name, next((other for other, ending, _ in known if ending == common and other not in text), ""))
        for name, common, _ in offices(text)
        if not _is_known(name, common, source)
    ]


def _is_known(name: str, common: str, source: str) -> bool:
    start = next((start for start in range(len(name)) if name[start:] in source), len(name))
    rest, same = name[:start], name[start:]
    if not rest:  # 教育局 of 市教育局 is the same office, 部门 the one spoken of
        return True
    return len(same) - len(common) >= 2 and not rest.endswith(tuple(_LEVELS))


def swapped(text: str, source: str) -> tuple[str, str] | None:
    """Two parties that stand in `text` in an order in which they nowhere stand in `source`; None where the order is kept."""
    order = list(dict.fromkeys(_named(text)))
    places: dict[str, list[int]] = {}
    for place, name in enumerate(_named(source)):
        places.setdefault(name, []).append(place)
    known = [name for name in order if name in places]
    for one, other in pairwise(known):
        if places[one][0] > places[other][-1]:
            return one, other
    return None


def _named(text: str) -> list[str]:
    text = _EXCEPT.sub("", text)  # an exception may stand before or after its rule
    persons = [(match.group(), match.end()) for match in _PART.finditer(text)]
    bodies = [(name, end) for name, common, end in offices(text) if len(name) > len(common)]
    return [name for name, _ in sorted([*persons, *bodies], key=lambda found: found[1])]
