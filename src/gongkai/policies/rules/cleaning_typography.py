"""Punctuation and spaces as official Chinese text has them: full-width marks, no spaces between characters or around figures."""

import re

_CJK = r"\u3400-\u9fff\u3007"
_OPENING, _CLOSING = "“‘《〈（〔【「『", "”’》〉）〕】」』〓"
_FULL_DIGITS = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK = re.compile(
    rf"(?<=[{_CJK}{_CLOSING}%％])(?P<a>[,;:?!])(?!\d{{3}}\b)|(?<=[A-Za-z0-9])(?P<b>[,;:?!])(?=[{_CJK}{_OPENING}])|(?<=[{_CJK}{_CLOSING}])(?P<c>\.)(?=$|[{_CJK}])"
)
_LIST_NUMBER = re.compile(r"^\s*[一二三四五六七八九十]+\.")
_ROUND = re.compile(r"([(（])([^()（）\n]*)([)）])")
_HAN_INSIDE = re.compile(rf"[{_CJK}]")
_STRAIGHT = re.compile(rf'"([^"\n]*[{_CJK}][^"\n]*)"')


def widen(text: str) -> tuple[str, int]:
    """Half-width punctuation among Han characters as full-width, full-width figures and letters as plain ones,
    inner title marks as 〈〉. Returns the text and how many marks changed."""
    count = 0

    def wide(match: re.Match[str]) -> str:
        nonlocal count
        mark = match["a"] or match["b"] or match["c"]
        if mark == "?" and "?" in (text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]):
            return mark  # a run of ? stands for characters a converter lost
        if mark == "." and _LIST_NUMBER.match(text[: match.end()]):
            return mark
        count += 1
        return _WIDE.get(mark, "。")

    def bracket(match: re.Match[str]) -> str:
        nonlocal count
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if not (_HAN_INSIDE.search(match[2]) or _HAN_INSIDE.match(before) or (before == "" and _HAN_INSIDE.match(after))):
            return match[0]
        count += (match[1] == "(") + (match[3] == ")")
        return f"（{match[2]}）"

    text = text.translate(_FULL_DIGITS).replace("＜", "<").replace("＞", ">")
    if "<<" in text or "«" in text:
        text = text.replace("<<", "《").replace(">>", "》").replace("«", "《").replace("»", "》")
    text = _inner_titles(text)
    if "(" in text or ")" in text:
        text = _ROUND.sub(bracket, text)
        text = re.sub(rf"\((?=[{_CJK}])", "（", text)  # a pair broken over two lines
        text = re.sub(rf"(?<=[{_CJK}])\)", "）", text)
    text = _MARK.sub(wide, text)
    text = _STRAIGHT.sub(r"“\1”", text)
    return text, count


def _inner_titles(text: str) -> str:
    """《…<…>…》 and 《…《…》…》 as 《…〈…〉…》; marks that do not pair are left alone."""
    if "《" not in text:
        return text
    out = list(text)
    depth: list[int] = []
    for at, char in enumerate(text):
        if char == "《" or (char == "<" and depth):
            depth.append(at)
        elif (char == "》" or (char == ">" and len(depth) > 1)) and depth:
            opened = depth.pop()
            if depth:
                out[opened], out[at] = "〈", "〉"
    return "".join(out) if not depth else text


_PUNCTUATION = "，。、；：？！“”‘’《》〈〉（）〔〕【】「」『』…—·"
_TIGHT = re.compile(rf"(?<=[{_CJK}{_PUNCTUATION}]) +(?=[{_CJK}{_PUNCTUATION}A-Za-z0-9(])|(?<=[A-Za-z0-9)%]) +(?=[{_CJK}{_PUNCTUATION}])")


_ARTICLE = re.compile(r"^(第[一二三四五六七八九十百千零〇两\d]{1,7}[编章节条](?:之[一二三四五六七八九十]{1,3})?) (.+)$")


def squeeze(text: str) -> tuple[str, str]:
    """(`spaced`, `tight`): runs of spaces as one; and with no space at all beside a Han character or Chinese mark."""
    spaced = re.sub(r"[ \t]+", " ", text).strip()
    if " " not in spaced:
        return spaced, spaced
    numbered = _ARTICLE.match(spaced)
    if numbered:  # 第一条　为了…: the one space official text has
        return spaced, f"{numbered[1]}\u3000{_TIGHT.sub('', numbered[2])}"
    return spaced, _TIGHT.sub("", spaced)
