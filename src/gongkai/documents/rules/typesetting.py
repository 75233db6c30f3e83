"""Chinese lines: where a line may end (行首行尾禁则), how a title is broken over lines, how a paper is laid out (GB/T 9704-2012)."""

import unicodedata
from collections.abc import Iterable, Sequence

# GB/T 9704-2012 第5、7章：A4，版心 156×225 毫米，每面 22 行、每行 28 字，正文三号，标题二号
PAGE_MM = (210.0, 297.0)
TOP_MM, LEFT_MM = 37.0, 28.0
BODY_MM = (156.0, 225.0)
LINES_A_PAGE, CHARACTERS_A_LINE = 22, 28
POINT_MM = 25.4 / 72
BODY_PT, TITLE_PT, MARK_PT, PAGE_NUMBER_PT = 16.0, 22.0, 40.0, 14.0  # 三号、二号、发文机关标志、四号
TITLE_CHARACTERS = 20  # of 二号 in 156 毫米

NOT_FIRST = frozenset("，。、；：？！）〕】》」』”’…—·％‰℃,.;:?!)]}%")
NOT_LAST = frozenset("（〔【《「『“‘([{￥$")


def width(char: str) -> float:
    """In em: 1 for a Chinese character, half for a letter or digit, 0 for a combining mark."""
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def break_lines(text: str, first: float, rest: float) -> list[str]:
    """The text in lines of at most `first`, then `rest` em. No closing mark begins a line, no opening mark ends one, words and
    numbers stay whole where they fit; a closing mark may hang half an em beyond the edge rather than drag a character along."""
    lines: list[str] = []
    line, used, room = "", 0.0, first
    for piece in _pieces(text):
        size = sum(map(width, piece))
        if used + size <= room or not line or (piece in NOT_FIRST and used + size <= room + 1.0):
            line, used = line + piece, used + size
            if size > room:  # a word longer than the line
                *full, line = _chopped(line, room, rest)
                lines += full
                used = sum(map(width, line))
                room = rest if full else room
            continue
        carried = _carried(line, piece)
        lines.append(line[: len(line) - len(carried)])
        line = (carried + piece).lstrip(" ") if not carried else carried + piece
        used, room = sum(map(width, line)), rest
    return [*lines, line] if line else lines


def title_lines(title: str, words: Iterable[str], longest: int = TITLE_CHARACTERS) -> list[str]:
    """A title over as few lines as it needs, even in length, broken between the given words only (their concatenation is the
    title), not inside 《》, and rather before 关于 and after 印发 than elsewhere (GB/T 9704 7.3.1 回行词意完整、排列对称)."""
    pieces = _title_pieces(words)
    total = sum(map(width, title))
    count = max(1, -(-int(total * 2) // (longest * 2)))
    for lines in range(count, count + 3):
        best = _best_break(pieces, lines, longest)
        if best:
            return best
    return break_lines(title, longest, longest)


def _pieces(text: str) -> list[str]:
    """Characters, but letters, digits and their marks that stand together without a blank as one piece."""
    pieces: list[str] = []
    for char in text:
        if pieces and char.isascii() and char != " " and pieces[-1][-1].isascii() and pieces[-1][-1] != " ":
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _chopped(text: str, first: float, rest: float) -> list[str]:
    lines, line, used, room = [], "", 0.0, first
    for char in text:
        if line and used + width(char) > room:
            lines.append(line)
            line, used, room = "", 0.0, rest
        line, used = line + char, used + width(char)
    return [*lines, line]


def _carried(line: str, piece: str) -> str:
    """The end of a full line that must go to the next: opening marks, and the character a closing mark belongs to."""
    keep = len(line)
    if piece[0] in NOT_FIRST:
        while keep > 1 and line[keep - 1] in NOT_FIRST:
            keep -= 1
        keep -= 1 if keep > 1 else 0
    while keep > 1 and line[keep - 1] in NOT_LAST:
        keep -= 1
    return line[keep:] if keep > 0 else ""


def _title_pieces(words: Iterable[str]) -> list[str]:
    """Words with marks joined to them; what stands in 《》 is one piece if it is not too long."""
    pieces: list[str] = []
    depth = 0
    for word in words:
        glue = bool(pieces) and (word[0] in NOT_FIRST or word in ("的", "了", "等", "和") or pieces[-1][-1] in NOT_LAST or depth > 0)
        if glue and len(pieces[-1]) + len(word) <= TITLE_CHARACTERS:
            pieces[-1] += word
        else:
            pieces.append(word)
        depth += sum(char in "《（〔" for char in word) - sum(char in "》）〕" for char in word)
    return pieces


def _best_break(pieces: Sequence[str], lines: int, longest: int) -> list[str]:
    """The cheapest way to set the pieces in exactly so many lines, [] when they do not fit."""
    sizes = [sum(map(width, piece)) for piece in pieces]
    even = sum(sizes) / lines
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, -1)}
    for line in range(1, lines + 1):
        for end in range(line, len(pieces) + 1):
            for start in range(line - 1, end):
                before = best.get((line - 1, start))
                size = sum(sizes[start:end])
                if before is None or size > longest:
                    continue
                cost = before[0] + (size - even) ** 2 + (_awkward(pieces, end) if end < len(pieces) else 0)
                if (line, end) not in best or cost < best[(line, end)][0]:
                    best[(line, end)] = (cost, start)
    if (lines, len(pieces)) not in best:
        return []
    found, end = [], len(pieces)
    for line in range(lines, 0, -1):
        start = best[(line, end)][1]
        found.append("".join(pieces[start:end]))
        end = start
    return found[::-1]


def _awkward(pieces: Sequence[str], at: int) -> float:
    """How ill it reads to end a line before this piece."""
    before, after = pieces[at - 1], pieces[at]
    if after == "关于" or before.endswith(("印发", "转发", "公布", "发布", "修改", "废止")):
        return -12.0
    return 40.0 if after.startswith(("的", "通知", "意见", "决定")) and len(after) <= 3 else 0.0
