"""The menu of the desk with what waits in each place; a place stands in it only for those who may enter."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.urls import reverse

from gongkai.assistant.rules.permits import Permit as Assistant
from gongkai.catalogue.rules.permits import Permit as Catalogue
from gongkai.desk.counts import counts_of
from gongkai.desk.door import StaffRequest, allowed, may_over_all, may_somewhere
from gongkai.enquiries.rules.permits import Permit as Enquiries
from gongkai.exchange.rules.permits import Permit as Exchange
from gongkai.foi.rules.permits import Permit as Foi
from gongkai.people.queries import home
from gongkai.people.rules.permits import About
from gongkai.people.rules.permits import Permit as People
from gongkai.policies.rules.permits import Permit as Policies
from gongkai.publishing.rules.permits import Permit as Publishing
from gongkai.registers.rules.permits import Permit as Registers
from gongkai.search.rules.permits import Permit as Search

FAQ_PLACES = frozenset({"gaps", "numbers", "samples"})
CATALOGUE_PLACES = frozenset({"heat", "items", "versions", "inheritance", "proposals", "columns"})
FOI_PLACES = frozenset(
    {"board", "report", "complaints", "reviews", "meetings", "precedents", "proposals", "organ", "retention", "intakes", "visits"}
)

SEARCH_PLACES = (  # for the whole site: only where the permit is given at the root
    ("检索效果", "relevance", "good", Search.JUDGE),
    ("置顶", "pins", "flag", Search.PIN),
    ("同义词", "synonyms", "search", Search.SYNONYMS),
    ("检索统计", "search-log", "list", Search.READ_LOG),
)


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str
    count: int = 0
    hot: bool = False
    current: bool = False


@dataclass(frozen=True)
class Group:
    """`waiting`: what its places count together, told where they are folded away."""

    label: str
    items: list[Item]

    @property
    def is_open(self) -> bool:
        return any(one.current for one in self.items)

    @property
    def waiting(self) -> int:
        return sum(one.count for one in self.items)

    @property
    def hot(self) -> bool:
        return any(one.hot for one in self.items)


@dataclass(frozen=True)
class Menu:
    """`unread`: notices not yet read, for the head of the page."""

    groups: list[Group]
    unread: int


def menu_of(request: StaffRequest, on: date) -> Menu:
    """The groups of the menu with their counts; a fixed number of queries."""
    oversees = may_over_all(request, People.READ_JOURNAL)
    counts = counts_of(request.officer, request.actor, oversees=oversees)
    stuck = counts.stuck

    def item(label: str, name: str, icon: str, *permits: object, count: int = 0, hot: bool = False) -> Item | None:
        if permits and not any(may_somewhere(request.actor, permit) for permit in permits):  # type: ignore[arg-type]
            return None
        url = _address(name)
        return Item(label, url, icon, count, hot, _is_here(request.path, url))

    groups = [
        (
            "",
            [
                item("我的工作", "home", "home"),
                item("通知", "notices", "info", count=counts.unread),
                item("来信", "letters", "ask", Enquiries.READ, count=counts.letters),
            ],
        ),
        (
            "文件",
            [
                item("导入", "imports", "upload", Policies.IMPORT, count=counts.items),
                item("稿件", "drafts", "edit", Policies.READ_DRAFTS, count=counts.returned + counts.submitted, hot=bool(counts.returned)),
                item("三审三校", "rounds", "good", Publishing.SEE_ROUNDS, count=counts.rounds),
                item("定时发布", "releases", "clock", Publishing.SEE_ROUNDS),
                item("政策", "policies", "file", Policies.READ_DRAFTS),
                item("政策解读", "interpretations", "speak", Policies.SEE_INTERPRETATIONS),
                item("引用与关系", "citations", "link", Policies.RELATE, count=counts.citations),
                item("到期评估", "expiring", "clock", Policies.READ_DRAFTS),
                item("文件清理", "campaigns", "list", Policies.SEE_CAMPAIGNS),
                item("安全巡查", "patrol", "seal", Publishing.SEE_PATROL, count=counts.patrolled, hot=bool(counts.patrolled)),
                item("对账", "mismatches", "compare", Policies.READ_DRAFTS),
                item("文件库质量", "quality", "good", Policies.SEE_QUALITY),
                item("上报省库", "exchange", "upload", Exchange.SEE_PUSHES),
                item("下级报送", "received", "download", Exchange.SEE_RECEIVED),
                item("专题", "topics", "book", Policies.TOPICS),
            ],
        ),
        (
            "主动公开",
            [
                item("待办", "catalogue", "clock", Catalogue.READ, count=counts.to_publish, hot=bool(counts.not_published)),
                item("热力图", "catalogue-heat", "compare", Catalogue.READ),
                item("公开事项", "catalogue-items", "list", Catalogue.READ),
                item("待批准", "catalogue-versions", "good", Catalogue.READ, count=counts.versions),
                item("上下级目录", "catalogue-inheritance", "link", Catalogue.READ),
                item("纳入建议", "catalogue-proposals", "upload", Catalogue.READ),
                item("公开栏目", "catalogue-columns", "edit", Catalogue.COLUMNS),
                item("清单", "registers", "book", Registers.READ),
            ],
        ),
        (
            "依申请公开",
            [
                item("申请", "foi", "ask", Foi.READ, count=counts.cases),
                item("集中受理", "foi-intakes", "person", Foi.SEE_APPLICANT),
                item("现场查阅", "foi-visits", "book", Foi.SEE_APPLICANT),
                item("看板", "foi-board", "clock", Foi.SEE_NUMBERS),
                item("年度报告", "foi-report", "list", Foi.SEE_NUMBERS),
                item("投诉监督", "foi-complaints", "flag", Foi.READ),
                item("复议诉讼", "foi-reviews", "seal", Foi.READ),
                item("会商", "foi-meetings", "person", Foi.NOTE),
                item("案例", "foi-precedents", "book", Foi.READ),
                item("转主动公开", "foi-proposals", "upload", Foi.READ),
                item("文书与口径", "foi-organ", "edit", Foi.EDIT_TEMPLATES),
            ],
        ),
        (
            "政策问答",
            [
                item("问答库", "faq", "book", Assistant.READ_QUESTIONS),
                item("问答缺口", "gaps", "flag", Assistant.READ_QUESTIONS),
                item("问答统计", "qa-numbers", "list", Assistant.READ_QUESTIONS),
                item("每月抽查", "samples", "good", Assistant.JUDGE) if _judges(request) else None,
            ],
        ),
        (
            "检查字典",
            [
                item("错敏词", "words", "warn", Publishing.KEEP_WORDS),
                item("机关公开电话", "numbers", "ask", Publishing.KEEP_NUMBERS),
                item("误报白名单", "allowances", "good", Publishing.ALLOW),
                item("审核轮次", "round-plans", "list", Publishing.SET_ROUNDS),
            ],
        ),
        (
            "检索",
            [
                item("检索订阅", "saved", "feed"),
                *(item(*place) for place in SEARCH_PLACES if may_over_all(request, place[3])),
            ],
        ),
        (
            "管理",
            [
                item("机构", "organisations", "office", People.MANAGE_ORGANISATION),
                item("人员", "officers", "person", People.MANAGE_OFFICER),
                item("接口密钥", "keys", "seal", People.ISSUE_API_KEY),
                item("工作日历", "calendar", "calendar"),
                item("操作日志", "journal", "journal", count=stuck, hot=bool(stuck)) if oversees else None,
            ],
        ),
    ]
    kept = [(label, [one for one in items if one]) for label, items in groups]
    return Menu([Group(label, items) for label, items in kept if items], counts.unread)


def _judges(request: StaffRequest) -> bool:
    """Those who work at, or oversee, the organisation whose site this is."""
    if not may_somewhere(request.actor, Assistant.JUDGE):
        return False
    house = home(settings.REGION_CODE)
    return house is not None and allowed(request, Assistant.JUDGE, About(house.path))


def _is_here(path: str, url: str) -> bool:
    """The place itself and what lies below it, unless that is a place of its own; the desk's own page alone."""
    if not path.startswith(url):
        return False
    if url == _address("home"):
        return path == url
    below = path.removeprefix(url).partition("/")[0]
    own = {_address("foi"): FOI_PLACES, _address("faq"): FAQ_PLACES, _address("catalogue"): CATALOGUE_PLACES}.get(url, frozenset())
    return below not in own


@cache
def _address(name: str) -> str:
    return reverse(f"desk:{name}")
