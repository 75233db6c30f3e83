"""检索订阅: what is looked for again and again, and for how long."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai.policies.rules.validity import Status
from gongkai.search.rules.index import Facet

# 期限和上限都是本平台的约定【推】待复核
KEPT_DAYS = 365  # then it ends, unless renewed
REMINDED_DAYS = 14  # before that
CONFIRM_DAYS = 3  # an address not confirmed by then is forgotten
MOST_EACH = 20  # saved searches of one address or officer
MOST_TOLD = 20  # papers named in one mail; the rest is one link away
LONGEST_MAILED = 60  # characters of a search that is sent to an address nobody has confirmed yet
_ADVERTISING = re.compile(r"://|[a-z0-9-]\.[a-z]{2,}|[0-9]{7,}", re.IGNORECASE)  # an address of the net, a number to call or to add
IN_FORCE = tuple(status.value for status in Status if status.is_in_force)


@dataclass(frozen=True)
class Wanted:
    """A search as it is saved: the words, the filters by facet, and `address`, the path and query of the page that shows it."""

    text: str
    address: str
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    title_only: bool = False
    exact: bool = False

    def written(self) -> str:
        filters = {facet.value: list(values) for facet, values in sorted(self.filters.items())}
        kept = {"text": self.text, "address": self.address, "filters": filters, "title_only": self.title_only, "exact": self.exact}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    def in_words(self) -> str:
        """“公租房”，标题，住建局: for a mail, a notice, a list."""
        values = (value for facet, given in self.filters.items() if facet not in (Facet.STANDING, Facet.CATEGORY) for value in given)
        named = ("有解读" if value == "yes" else "暂无解读" if value == "no" else value for value in values)
        manner = (*(("只查标题",) if self.title_only else ()), *(("精确",) if self.exact else ()))
        return "，".join(part for part in (f"“{self.text}”" if self.text else "", *named, *manner) if part) or "全部文件"


def may_be_mailed(wanted: Wanted) -> bool:
    """Whether its words may go to an address that is perhaps somebody else's: a search, not a message to that person."""
    return len(wanted.text) <= LONGEST_MAILED and not _ADVERTISING.search(unicodedata.normalize("NFKC", wanted.in_words()))


def read(written: str) -> Wanted:
    kept = json.loads(written)
    filters = {Facet(name): tuple(values) for name, values in kept["filters"].items()}
    return Wanted(kept["text"], kept["address"], filters, kept["title_only"], kept["exact"])
