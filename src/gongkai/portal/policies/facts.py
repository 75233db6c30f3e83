"""The metadata grid of a document page (领域规则 6.2), from the facts as they were published."""

from gongkai.policies.models import Citation
from gongkai.policies.queries import PolicyPage
from gongkai.policies.rules.facts import as_date
from gongkai.policies.rules.kinds import Category, Disclosure, DocumentClass
from gongkai.policies.rules.validity import Status
from gongkai.portal.policies import addresses
from gongkai.ui.pieces import Fact
from gongkai.ui.templatetags.ui import zh_date


def grid(page: PolicyPage) -> list[Fact]:
    """Every fact in the order of the issuing offices' own pages; an empty one is shown as empty."""
    if page.policy.category != Category.POLICY:
        return _short_grid(page)
    facts = page.text.facts
    topics = [one for one in (facts["topic_l1"], facts["topic_l2"]) if one]
    return [
        Fact("索引号", facts["index_no"]),
        Fact("一策一码", page.policy.code, url=page.policy.get_absolute_url()),
        Fact("发文机关", "、".join(facts["issuers"])),
        Fact("发文字号", facts["doc_no"] or "无文号"),
        Fact("主题分类", " · ".join(topics), url=addresses.library(topic=facts["topic_l1"], subtopic=facts["topic_l2"])),
        Fact("公文种类", facts["genre"]),
        Fact("成文日期", _day(facts["formed_on"])),
        Fact("发布日期", _day(facts["published_on"])),
        Fact("生效日期", _day(facts["effective_on"])),
        _end(page),
        Fact("有效性", page.standing.status.label, status=True, why=page.standing.because),
        Fact("文件类别", DocumentClass(facts["document_class"]).label),
        Fact("规范性文件登记号", facts["normative_reg_no"], url=addresses.register(facts["normative_reg_no"])),
        Fact("公开属性", Disclosure(facts["disclosure"]).label),
        Fact("政策咨询部门", facts["consult_dept"]),
        Fact("政策咨询电话", facts["consult_phone"], url=_dial(facts["consult_phone"])),
    ]


def _short_grid(page: PolicyPage) -> list[Fact]:
    facts = page.text.facts
    rows = [
        Fact("发布机关", "、".join(facts["issuers"])),
        Fact("发布日期", _day(facts["published_on"])),
    ]
    return [row for row in rows if row.value]


def _end(page: PolicyPage) -> Fact:
    """废止日期 once it is repealed, 有效期至 otherwise."""
    if page.standing.status is Status.REPEALED:
        return Fact("废止日期", zh_date(page.standing.since))
    return Fact("有效期至", _day(page.text.facts["expires_on"]))


def _day(value: str | None) -> str:
    return zh_date(as_date(value))


def _dial(phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isdigit() or sign in "-+")
    return f"tel:{digits}" if len(digits) >= 5 else ""


def cited_name(citation: Citation) -> str:
    """《…》（文号）, or what was printed of it."""
    title = f"《{citation.title}》" if citation.title else ""
    return title + (f"（{citation.doc_no}）" if title and citation.doc_no else citation.doc_no)
