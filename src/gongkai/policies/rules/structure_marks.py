"""The marks by which parts of an official paper are told apart (GB/T 9704—2012 第7章: 一、（一）1.（1）)."""

import re

from gongkai.policies.rules.fields_dates import chinese_number

_CN = "一二三四五六七八九十百千零〇两"
DATE = re.compile(
    r"^(?:(?:19|20)\d\d|[〇○零ＯOo一二三四五六七八九]{4})年[\d一二三四五六七八九十〇]{1,3}月[\d一二三四五六七八九十〇]{1,3}日$"
)
SIGNED_WITH_DATE = re.compile(r"^(?P<unit>[\u3400-\u9fff（）]{4,40}?)(?P<date>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)$")
SIGNING_HEAD = re.compile(
    r"^(?:代)?(?:省长|市长|县长|区长|州长|盟长|旗长|部长|主任|局长|主席|"
    r"总理|行长|署长|委员长|厅长|会长)[：: ]?[\u3400-\u9fff·]{1,2}(?: ?[\u3400-\u9fff·]){1,6}$"
)
NOTE = re.compile(
    r"^[（(](?:此件|本件|联系人|此文|信息公开|主动公开|依申请公开|不予公开)[^）)]{0,80}[）)]$|^(?:公开属性|信息公开(?:选项|属性))[：:]"
)
COPIES = re.compile(r"^(?:抄送|抄报|分送|主题词)[：:]|^[\u3400-\u9fff]{4,30}(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发$")
IN_BRACKETS = re.compile(r"^[（(].*[）)]$")
PART = re.compile(rf"^(?P<mark>第(?P<number>[{_CN}\d]{{1,5}})(?P<unit>[编章节]))(?![、，])")
ARTICLE = re.compile(rf"^(?P<mark>第(?P<number>[{_CN}\d]{{1,7}})条(?:之(?P<sub>[{_CN}\d]{{1,3}}))?)(?![款项、，和至的第])")
ANNEX = re.compile(rf"^附件?(?P<number>\d{{1,2}}|[{_CN}]{{1,3}})?[：:、.]?(?P<name>.{{0,80}})$(?<![。；])")
LISTING = re.compile(r"^附件?[：:]")
LISTED = re.compile(r"^\d{1,2}[.．、](?!\d)")
SALUTATION = re.compile(
    r"^(?=.*(?:各|局|政府|委|部门|单位|厅|院|会|处室|办|公司|乡|镇|街道|学校|机构|企业|同志|中心|馆|你|社会公众))[^。；！？]{2,260}[：:]$"
)
_LEVELS = (
    (1, re.compile(rf"^(?P<mark>(?P<n>[{_CN}]{{1,4}})[、.．])")),
    (2, re.compile(rf"^(?P<mark>[（(](?P<n>[{_CN}]{{1,4}})[)）])")),
    (3, re.compile(r"^(?P<mark>(?P<n>\d{1,3})[.．、](?!\d))")),
    (4, re.compile(r"^(?P<mark>[（(](?P<n>\d{1,3})[)）]|(?P<m>\d{1,3})[)）])")),
    (5, re.compile(r"^(?P<mark>(?P<n>[①-⑳]))")),
)


def numbered(text: str) -> tuple[int, str, int] | None:
    """(level 1–5, the mark, its value) when a paragraph begins with 一、（一）1.（1）①."""
    for level, pattern in _LEVELS:
        found = pattern.match(text)
        if found:
            figure = found["n"] or found.groupdict().get("m") or ""
            number = ord(figure) - ord("①") + 1 if level == 5 else chinese_number(figure)
            return (level, found["mark"], number) if number else None
    return None


def is_numbered(text: str) -> bool:
    return bool(numbered(text) or PART.match(text) or ARTICLE.match(text))


def value(text: str) -> int:
    """A numeral of either kind as an integer, 0 for none."""
    return chinese_number(text) or 0 if text else 0


def bare(text: str) -> str:
    """A title without marks and spaces, to compare two writings of it."""
    return re.sub(r"[\s《》〈〉“”\"（）()、，,·]", "", text)
