"""Bytes to characters, never by guessing silently: either every byte has a meaning or the file is refused with the reason."""

import codecs
import re

from gongkai.shared.refusal import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8", "big5-hkscs": "big5hkscs"}
_KNOWN = frozenset({"utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be"})
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})|<\?xml[^>]{0,100}encoding=["']([A-Za-z0-9_-]{3,20})""", re.I
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")

COMMON_SHARE = 0.6  # of the Han characters of ordinary Chinese text; far more than this are common ones
STRANGE_SHARE = 0.1

ADVICE = "请用记事本或 WPS 打开，确认文字正常后，另存为“UTF-8”编码再上传"


def declared_charset(data: bytes) -> str:
    """The charset an HTML page says it has, as Python names it, or ""."""
    found = _DECLARED.search(data[:4096])
    if not found:
        return ""
    name = (found.group(1) or found.group(2)).decode("ascii").lower()
    return _ALIASES.get(name, name if name in _KNOWN else "")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """(text, encoding). Order: byte-order mark, declared charset, UTF-8, UTF-16 without mark, GB 18030, Big5.
    Refused when bytes have no meaning in any of them, or when the result is not text."""
    text, encoding = _decoded(data, declared)
    control = _CONTROL.search(text)
    if control:
        row = text.count("\n", 0, control.start()) + 1
        raise Refused(f"文件不是纯文字：第 {row} 行含有控制字符。{ADVICE}", field="file")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(data: bytes, declared: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    bare = _utf16_without_mark(data)
    if bare:
        return _strictly(data, bare), bare
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            row = data.count(b"\n", 0, error.start) + 1
            raise Refused(f"第 {row} 行有损坏的字节，文件可能没有传完整。{ADVICE}", field="file") from None
    for encoding in dict.fromkeys(name for name in (declared, "gb18030", "big5") if name in _KNOWN):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_like_chinese(text) or (encoding == declared and encoding.startswith("big5")):
            return text, encoding
    raise Refused(f"认不出文字编码（不是 UTF-8、GBK、GB18030、UTF-16）。{ADVICE}", field="file")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(f"文件声明为 {encoding.upper()} 编码，但其中有损坏的字节。{ADVICE}", field="file") from None


def _utf16_without_mark(data: bytes) -> str:
    """Text in one-byte encodings holds no zero bytes; with some, it is UTF-16 in the order in which it reads like text."""
    if len(data) % 2 or b"\x00" not in data[:4000]:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text) and _reads_like_chinese(text):
            return encoding
    return ""


def _mostly_utf8(data: bytes) -> bool:
    """A UTF-8 file with a few broken places, which GB 18030 would happily turn into nonsense."""
    text = data.decode("utf-8", errors="replace")
    good = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return good > 0 and text.count("\ufffd") * 10 <= good


def _reads_like_chinese(text: str) -> bool:
    """Most Han characters of a real text are among the 3 755 of GB 2312 level one or the 5 401 of Big5 level one, and it holds
    hardly any of the kana, Cyrillic and private characters that appear when one is decoded as the other."""
    wide = [char for char in text[:20000] if char > "\x7f"]
    han = [char for char in wide if "\u3400" <= char <= "\u9fff"]
    strange = sum(1 for char in wide if "\u0370" <= char <= "\u052f" or "\u3040" <= char <= "\u312f" or "\ue000" <= char <= "\uf8ff")
    if strange > STRANGE_SHARE * len(wide):
        return False
    return sum(1 for char in han if _is_common(char)) >= COMMON_SHARE * len(han) if han else len(wide) <= 4


def _is_common(char: str) -> bool:
    try:
        return char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        pass
    try:
        return 0xA4 <= char.encode("big5")[0] <= 0xC6
    except UnicodeEncodeError:
        return False
