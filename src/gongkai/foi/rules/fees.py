"""信息处理费 (国办函〔2020〕109号; 领域规则 3): per item or per page, never both, progressive, with the sum shown."""

from dataclasses import dataclass

from gongkai.foi.rules.receipt import Carrier
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused

BASIS = "国办函〔2020〕109号"
FREE_ITEMS = 10  # 第四条: of one applicant, in one month, at one organ
FLAT_ITEMS_UNTIL, FLAT_ITEM_PRICE = 30, 100
ITEM_STEP, ITEM_STEP_RISE = 10, 100  # from the 31st on every ten items cost 100 yuan more apiece
PAGE_BANDS = ((30, 0), (100, 10), (200, 20), (None, 40))  # 第五条: up to page, yuan a page; A4 or smaller, one side, of one application


class Mode(Labelled):
    BY_ITEM = "item", "按件计收"
    BY_PAGE = "page", "按量计收"


@dataclass(frozen=True)
class Charge:
    """What one application costs. `count` is how many applications of the month this one makes, or its pages; `amount` in yuan."""

    mode: Mode
    count: int
    amount: int
    formula: str


def items_total(n: int) -> int:
    """Yuan for the first n applications of a month. ValueError for a negative n."""
    return sum(amount for _, _, _, amount in _item_bands(0, n))


def pages_total(pages: int) -> int:
    """Yuan for the pages of one application. ValueError for a negative number."""
    return sum(amount for _, _, _, amount in _page_bands(pages))


def charge(*, items_before: int | None = None, items: int = 1, pages: int | None = None, carrier: Carrier = Carrier.PAPER) -> Charge:
    """The fee of one application, by exactly one of the two standards (Refused for both or neither).

    Per item: `items_before` applications of this applicant this month came before it, it counts as `items` (split by the smallest
    reasonable unit). Per page: its `pages`; looking and copying by hand cost nothing and are Refused here."""
    if (items_before is None) == (pages is None):
        raise Refused("信息处理费只能按件或者按量选择一种标准计收，不得重复计算。", basis=BASIS, field="mode")
    if pages is not None:
        if carrier is Carrier.VIEW:
            raise Refused("申请人仅查阅、抄录的，不按量计收信息处理费。", basis=BASIS, field="mode")
        return Charge(Mode.BY_PAGE, pages, pages_total(pages), _formula(_page_bands(pages), "页", f"本件共{pages}页"))
    assert items_before is not None
    bands = _item_bands(items_before, items_before + items)
    amount = sum(each[-1] for each in bands)
    last = items_before + items
    which = f"本月累计第{last}件" if items == 1 else f"本月累计第{items_before + 1}至{last}件"
    return Charge(Mode.BY_ITEM, last, amount, _formula(bands, "件", which))


def _item_bands(after: int, until: int) -> list[tuple[str, int, int, int]]:
    """(band, how many fall in it, yuan apiece, yuan) of the items after `after` up to `until`."""
    if after < 0 or until < after:
        raise ValueError(f"not a range of items: {after}–{until}")
    bands, low = [], 0
    while low < until:
        if low < FREE_ITEMS:
            high, price = FREE_ITEMS, 0
        elif low < FLAT_ITEMS_UNTIL:
            high, price = FLAT_ITEMS_UNTIL, FLAT_ITEM_PRICE
        else:
            high = low + ITEM_STEP
            price = FLAT_ITEM_PRICE + ITEM_STEP_RISE * ((low - FLAT_ITEMS_UNTIL) // ITEM_STEP + 1)
        count = max(0, min(high, until) - max(low, after))
        if count:
            bands.append((f"第{low + 1}–{high}件", count, price, count * price))
        low = high
    return bands


def _page_bands(pages: int) -> list[tuple[str, int, int, int]]:
    if pages < 0:
        raise ValueError(f"not a number of pages: {pages}")
    bands, low = [], 0
    for high, price in PAGE_BANDS:
        count = max(0, min(high or pages, pages) - low)
        if count:
            bands.append((f"第{low + 1}–{high}页" if high else f"第{low + 1}页以上", count, price, count * price))
        low = high or pages
    return bands


def _formula(bands: list[tuple[str, int, int, int]], unit: str, what: str) -> str:
    parts = " + ".join(f"{price}元×{count}{unit}（{band}）" for band, count, price, _ in bands) or f"0元×0{unit}"
    return f"{what}：{parts} = {sum(amount for *_, amount in bands)}元"
