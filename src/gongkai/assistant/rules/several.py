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


def joined(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of a question that asks the same of several things at once (继续有效的、失效的、废止的分别有多少件): the things, and the question asked of
    each; both empty where it does not."""
    found = _JOINED.match(text)
    things = tuple(one.removesuffix("的") for one in _AND.split(found["things"])) if found else ()
    if found is None or not 2 <= len(things) <= MOST + 1 or any(not 1 < len(one) <= LONGEST_THING for one in things):
        return (), ()
    before, asked = found["before"], found["asked"]
    counted = _HOW_MANY.search(asked) if found["things"].endswith("的") else None
    of_each = (f"{before}有{counted[0]}{one}" if counted else f"{before}{one}{asked}" for one in things)
    return things, tuple(of_each)


LONGEST_THING = 10
_AND = re.compile("[、和与跟及]|以及")
_JOINED = re.compile(
    "^(?P<before>(?:.*[，,：:])?)(?P<things>[^，,：:。？、]+(?:、[^，,：:。？、]+)+)(?:的(?=分别|各))?(?:分别|各自?)(?:是|为)?(?P<asked>[^，。、]{0,4}(?:多少|几|什么|多久|谁|哪)[^，。、]*)$"
)


def _as_the_first(first: str, other: str) -> str:
    """What is asked in the same words as the first (有多少件继续有效，多少件失效) is asked of the same matter."""
    how_many = _HOW_MANY.match(other)
    at = first.find(how_many[0]) if how_many else -1
    return f"{first[:at]}{other}" if at > 0 else other


_HOW_MANY = re.compile("(?:多少|几)[\u4e00-\u9fff]")
