"""What people search for in the city, what officers made of it, and who asked to be told: through the same actions the desk uses."""

from datetime import date, timedelta
from urllib.parse import urlencode

from gongkai.people.models import Officer, Organisation
from gongkai.policies.models import Edition, Policy
from gongkai.policies.rules.validity import Status
from gongkai.search.actions.judging import add_query, ask_evaluation, judge
from gongkai.search.actions.pins import pin
from gongkai.search.actions.saving import save
from gongkai.search.actions.synonyms import add_synonym
from gongkai.search.models import SearchCount
from gongkai.search.rules.index import Facet
from gongkai.search.rules.saved import Wanted
from gongkai.shared.clock import now

# (query, how often a day about, how often of that in vain)
SEARCHED = (
    ("公租房", 9, 0),
    ("公租房 申请条件", 6, 0),
    ("公积金提取", 4, 4),
    ("老年人津贴", 5, 0),
    ("入学 报名", 4, 0),
    ("渣土车", 3, 0),
    ("网约车", 3, 0),
    ("预售资金", 2, 0),
    ("专车", 3, 3),
    ("电动车上牌", 2, 2),
    ("烟花爆竹", 2, 2),
)
# query -> the papers of the city that answer it, and how well (0 to 3)
JUDGED = {
    "公租房申请条件": {"lan-gongzufang": 3, "jd-gongzufang": 2, "lan-zulin-2024": 0},
    "老年人津贴": {"lan-gaoling-2025": 3, "jd-gaoling": 2, "lan-yanglao-2026": 1},
    "商品房预售资金监管": {"lan-yushou-2024": 3, "jd-yushou": 2},
    "渣土运输": {"lan-zhatu-2025": 3, "jd-zhatu": 2},
    "义务教育招生": {"lan-zhaosheng-2026": 3, "jd-zhaosheng": 2},
    "网约车": {"lan-wangyue-2024": 3},
    "专车": {"lan-wangyue-2024": 3},
}
DAYS = 45


def load(organisations: dict[str, Organisation], officers: dict[str, Officer], editions: dict[tuple[str, int], Edition]) -> None:
    """What was searched, what was judged, and a first measurement asked for: to be followed by `improve`."""
    at = now()
    _counts(at.date())
    for text, papers in JUDGED.items():
        query = add_query(text, by=officers["wuhao"], at=at)
        grades = {(_refreshed(editions[name, 1]).current_id or 0, ""): grade for name, grade in papers.items()}
        judge(query, grades, by=officers["wuhao"], at=at)
    ask_evaluation(by=officers["wuhao"], at=at)
    issuer = organisations["lan-office"].name
    address = f"/search?{urlencode({'tab': 'policy', 'q': '公开', 'issuer': issuer})}"
    save(Wanted("公开", address, {Facet.CATEGORY: ("policy",), Facet.ISSUER: (issuer,)}), by=officers["lisi"], at=at)
    save(Wanted("公租房", f"/search?{urlencode({'tab': 'all', 'q': '公租房'})}", {}), by=officers["lisi"], at=at)


def improve(organisations: dict[str, Organisation], officers: dict[str, Officer], editions: dict[tuple[str, int], Edition]) -> None:
    """Synonyms and a pin, once the first measurement is there: the second shows what they changed."""
    sun, at = officers["sunjie"], now()
    add_synonym("专车", "网络预约出租汽车", office=organisations["lan-jiaotong"], by=sun, at=at)
    add_synonym("国补", "消费品以旧换新", office=organisations["lan"], expires_on=at.date() + timedelta(days=120), by=sun, at=at)
    policy = _refreshed(editions["lan-gongzufang", 1])
    if Status(policy.standing).is_in_force:
        pin(
            policy,
            words="公租房申请条件",
            whole=True,
            office=organisations["lan-zhujian"],
            reason="窗口问得最多，办法全文最管用",
            until=at.date() + timedelta(days=180),
            by=sun,
            at=at,
        )


def _counts(on: date) -> None:
    """A quiet weekend, a busy Monday; some asked only once, and are never told in their words."""
    rows = []
    for back in range(DAYS):
        day = on - timedelta(days=back)
        for place, (query, times, empty) in enumerate(SEARCHED):
            made = max(0, times + (back + place) % 3 - 1 - (3 if day.weekday() > 4 else 0) + (2 if day.weekday() == 0 else 0))
            if made:
                rows.append(SearchCount(day=day, query=query, times=made, without_result=made if empty else 0))
        rows.append(SearchCount(day=day, query=f"{day.month}月{day.day}日 停水", times=1, without_result=1))
    SearchCount.objects.bulk_create(rows)


def _refreshed(edition: Edition) -> Policy:
    edition.policy.refresh_from_db()
    return edition.policy
