"""What any index must be able to do. One conformance suite (tests/backends) runs on all of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gongkai.search.rules.index import Ask, Entry, Found, Hit
from gongkai.shared.refusal import Refused

if TYPE_CHECKING:
    from gongkai.search.vectors import Vector, Vectors


class NoIndex(Refused):
    """There is no index to ask or to add to: it was never built, was deleted, or is of an older make. It is being rebuilt."""

    def __init__(self) -> None:
        super().__init__("全文检索正在建立索引，请稍后再试；您可以先按发文机关、主题分类、年份浏览文件列表。")


class BeingRebuilt(NoIndex):
    """Another rebuild is under way; it ends by catching up with everything that happened meanwhile."""


@dataclass(frozen=True)
class Health:
    ready: bool
    message: str  # Chinese


@dataclass(frozen=True)
class Stats:
    documents: int
    clauses: int
    bytes: int
    segments: int


class SearchBackend(Protocol):
    """An index of documents and clauses. Everything written shows after `commit`. One process writes; any number read."""

    def upsert(self, policy_id: int, entries: Iterable[Entry]) -> None:
        """These are now all the entries of this policy. Raises NoIndex."""

    def delete(self, policy_id: int) -> None:
        """Nothing of this policy is found any more. Raises NoIndex."""

    def commit(self) -> None:
        """What was written is kept and can be found; another process may write now."""

    def replace(self, policies: Iterable[tuple[int, Sequence[Entry]]]) -> int:
        """A new index of just these takes the place of the old one, which answers until then. The number of policies.
        Raises BeingRebuilt when another one is at it."""

    def search(self, ask: Ask) -> Found:
        """What answers the question, best first. Raises NoIndex."""

    def vector_search(self, ask: Ask, question: "Vector") -> tuple[Hit, ...]:
        """The clauses nearest to the question, nearest first, `ask.limit` at most: of those only that meet everything in `ask` but
        its words and groups. Empty while no clause has a vector. Raises NoIndex."""

    def cosines(self, question: "Vector", wordings: Sequence[int]) -> Mapping[int, float]:
        """The cosine of the question to each of these wordings that has a vector."""

    def without_vectors(self, limit: int, besides: Collection[int] = ()) -> Mapping[int, int]:
        """Wordings of clauses that have no vector yet, each with a policy that has it, at most so many and none of `besides`; none
        where vectors are not kept. Raises NoIndex."""

    def add_vectors(self, wordings: Sequence[int], vectors: "Vectors") -> None:
        """Keep the vectors of these wordings; they are found at once."""

    def forget_vectors(self) -> int:
        """Forget the vectors of wordings that no clause has any more; how many. Raises NoIndex."""

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """How telling each word is: its inverse document frequency among clauses. Raises NoIndex."""

    def known(self) -> Mapping[int, int]:
        """Every policy held, with the digest of the facts it was indexed from. Raises NoIndex."""

    def stats(self) -> Stats:
        """Its size; all zero without an index."""

    def health(self) -> Health:
        """Whether it can answer; never raises."""

    def wipe(self) -> None:
        """Delete everything; the index is not ready until replaced."""
