"""A question that asks two things at once (“求职补贴多少钱，谁去申请”): each is asked for itself, so that one does not push to another matter."""

import re

MOST = 3
_ASKS = re.compile(
    "谁|哪|什么|多少|多久|多长|多大|几(?!乎)|怎么|如何|为何|[吗么]$|是否|能不能|能否|可不可以|可否|要不要|用不用|需不需要|会不会|有没有|是不是"
)
_BETWEEN = re.compile("[，,；;？?。！]+|、(?=[^，。、]{0,8}(?:谁|哪|什么|多少|多久|几|怎么))")
LEAST = 3  # characters of what is asked for itself


def parts(text: str) -> tuple[str, ...]:
    """The things a question asks, each with what is said before all of them; empty where it asks one."""
    pieces = [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]
    asking = [piece for piece in pieces if _ASKS.search(piece)]
    if not 2 <= len(asking) <= MOST or any(len(piece) < LEAST for piece in asking) or not _ASKS.search(pieces[-1]):
        return ()
    first = next(at for at, piece in enumerate(pieces) if _ASKS.search(piece))
    before, found = "，".join(pieces[:first]), []
    for piece in pieces[first:]:
        if _ASKS.search(piece):
            found.append(piece)
        else:
            return ()  # what is said between two questions may belong to either
    whole = f"{before}，{found[0]}" if before else found[0]
    return (whole, *(_as_the_first(whole, one) for one in found[1:]))


def _as_the_first(first: str, other: str) -> str:
    """What is asked in the same words as the first (有多少件继续有效，多少件失效) is asked of the same matter."""
    how_many = _HOW_MANY.match(other)
    at = first.find(how_many[0]) if how_many else -1
    return f"{first[:at]}{other}" if at > 0 else other


_HOW_MANY = re.compile("(?:多少|几)[\u4e00-\u9fff]")
