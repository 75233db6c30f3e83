"""Queries as they may be kept and shown: without anything that could point to a person (个人信息保护法第六条，最小范围)."""

import re

LONGEST = 60
MASK = "＊"
KEPT_DAYS = 400  # a year and the same month of the year before; then a day's counts are deleted【推】
RARE_DAYS = 30  # what few people asked is kept in their words only so long, then as a number【推】
MANY_TIMES, MANY_DAYS = 5, 2  # so often, and on so many days, before anybody is shown what others asked【推】

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝"
    "邬安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄江童颜郭梅盛林钟徐邱骆夏蔡田樊胡凌霍虞万柯莫"
    "房解丁宣邓郁杭洪包左石崔吉龚程邢裴陆荣翁段侯宁仇甘厉戎武刘景龙叶幸司黎白蒲赖卓蔺屠池乔阴闻党翟谭贡姬申冉桑桂牛尚温庄晏柴瞿阎"
    "连习艾鱼容向古易廖庾居衡步耿满匡国文寇广关曾沙丰游岳帅缪"
)
_NUMBER = re.compile(r"\d[\dXx\s.·・—-]{5,}[\dXx]")  # ID numbers, phones, cards, however grouped
_YEARS = re.compile(
    r"(?:19|20)\d\d[\s.—-]+(?:(?:19|20)\d\d|\d{1,3}(?:[\s.-]+\d{1,2})?)"
)  # 2017 47号, 2023-2025, 2026.06.10 point to nobody
_FEWEST_DIGITS = 7  # of a telephone
_MASKED = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),  # mail
    re.compile(r"[\u4e00-\u9fff][A-Z][·\s]?(?=[A-Z]*\d)[A-Z0-9]{5,6}(?![A-Z0-9])", re.ASCII),  # plates
    re.compile(r"\d+\s?(?:号楼|栋|幢|单元|室|弄)(?:\s?\d+\s?(?:单元|室|号))*"),  # addresses
    re.compile(r"(?<=[路街巷道])\s?\d+\s?号"),
    re.compile(r"[零〇一二三四五六七八九幺两]{7,}"),  # a number spelt out
    re.compile(r"(?:微信|vx|qq)(?:号|号码)?[\s:：是]*[a-z0-9][\w-]{4,19}", re.ASCII | re.IGNORECASE),
    re.compile(r"(?:我叫|姓名)[:：]?[\u4e00-\u9fff]{2,4}"),
    # “本人去领吗”, “我是低保户” name nobody: no name begins so
    re.compile(
        r"(?:我是|本人)[:：]?(?![去到从亲必自只不要能可是有户已在需不申办领想也没提拿签带一个外低残退失农老学困企小新本大])[\u4e00-\u9fff]{2,4}"
    ),
)
_COMMONEST = "王李张刘陈杨赵吴孙徐朱胡郭罗梁郑谢宋唐韩冯邓曹彭"  # that begin few other words: 居民的低保 is nobody's
_OF_A_PERSON = "低保|手机|电话|微信|住址|身份证|户口|工资|病历|档案|社保|学籍|案子"
_KIN = (
    "(?:(?<=[我你他她][妈爸爷奶哥姐弟妹])|(?<=妈妈|爸爸|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|儿子|女儿|老公|老婆|丈夫|妻子|爱人|"
    "哥哥|姐姐|弟弟|妹妹|孙子|孙女|岳父|岳母|邻居|同事))"
)
_HOW_FAR = "批了|批没批|批下来|下来了|办好|办下来|办到|审核到|通过了|通过没|到哪一?步|进度|发了没|到账|受理了|驳回"
_NAMED = re.compile(
    rf"(?<![\u4e00-\u9fff])[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[\s,，:：;；]*(?:身份证|手机|电话|{MASK}))"
    rf"|(?<![\u4e00-\u9fff])[{_COMMONEST}][\u4e00-\u9fff]{{1,2}}(?=的(?:{_OF_A_PERSON}))"
    rf"|(?<![\u4e00-\u9fff])[{_COMMONEST}][\u4e00-\u9fff]{{1,2}}(?=的[\u4e00-\u9fff]{{0,12}}(?:{_HOW_FAR}))"
    rf"|{_KIN}[{_COMMONEST}][\u4e00-\u9fff]{{1,2}}"
)  # 张三 身份证 ＊, 张三的低保, 张三的公租房申请批了吗, 我妈李桂花


def masked(typed: str, *, longest: int = LONGEST) -> str:
    """The query with numbers of persons, addresses and the like as “＊”, at most 60 characters unless told."""
    text = _NUMBER.sub(_kept_if_nobodys, " ".join(typed.split()))
    for pattern in _MASKED:
        text = pattern.sub(MASK, text)
    return _NAMED.sub(MASK, text)[:longest]


def _kept_if_nobodys(number: re.Match[str]) -> str:
    is_short = sum(character.isdigit() for character in number[0]) < _FEWEST_DIGITS
    return number[0] if is_short or _YEARS.fullmatch(number[0]) else MASK
