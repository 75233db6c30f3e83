"""乱码: characters a converter destroyed. They are shown, never guessed at."""

import re
import unicodedata
from collections.abc import Iterator

from gongkai.publishing.rules.hits import Code, Found, Level

_DESTROYED = re.compile(
    "[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]+"  # replacement mark, private use
    "|(?:锟斤拷|烫烫|屯屯|锘|鈥[\u4e00-\u9fff]|Ã[\x80-\xbf©¤]|â€[\x80-\xff™œ]?)+"  # UTF-8 and GBK read for one another
    "|(?<=[\u4e00-\u9fff])\\?{2,}(?=[\u4e00-\u9fff])"  # ?? in the middle of Chinese
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
SUSPICIOUS = re.compile(  # one letter of anything above, for the quick look; also what no edition of Unicode has assigned
    "[\ufffd\ue000-\uf8ff\U00010000-\U0010ffff锟烫屯锘鈥Ãâ?\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]"
)
_IN_A_NUMBER = re.compile(rf"(?<=\d){_INVISIBLE.pattern}+(?=\d)")
_AROUND = 6


def find(text: str) -> Iterator[Found]:
    """At most one finding for destroyed and one for invisible characters in a passage, each with its count."""
    seen = list(_DESTROYED.finditer(text)) or [match for match in re.finditer(r"[^\x00-\uffff]", text) if _is_unassigned(match[0])]
    if seen:
        first = seen[0]
        around = text[max(0, first.start() - _AROUND) : first.start()] + "▢" + text[first.end() : first.end() + _AROUND]
        message = f"有{len(seen)}处文字损坏，无法还原"
        yield Found(Code.GARBLED, Level.MIDDLE, first.start(), first.end(), first[0], around, message, "请对照原件补正，不要凭猜测填写")
    hidden = list(_INVISIBLE.finditer(text))
    if hidden:
        first = hidden[0]
        message, level, advice = f"有{len(hidden)}个看不见的控制字符", Level.LOW, "建议删除"
        if inside := _IN_A_NUMBER.search(text):  # no detector would know the number again
            first, level, advice = inside, Level.MIDDLE, "请删除后重新检查"
            message = "数字中间夹着看不见的字符，号码认不出来，没有检查"
        yield Found(Code.GARBLED, level, first.start(), first.end(), first[0], f"U+{ord(first[0][0]):04X}", message, advice)


def _is_unassigned(letter: str) -> bool:
    return unicodedata.category(letter) == "Cn"
