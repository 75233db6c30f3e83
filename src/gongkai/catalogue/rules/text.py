"""Letters nobody sees: they hide or turn round what is read."""

import unicodedata

_SEEN = frozenset("\n\r\t")
UNSEEN = "里有看不见的控制字符，会使公众看到的和实际的不一样。请删去后重新填写。"


def has_unseen(text: str) -> bool:
    """Control and format characters, halves of surrogate pairs, noncharacters."""
    return any(_is_unseen(one) for one in text)


def _is_unseen(one: str) -> bool:
    return (unicodedata.category(one) in ("Cc", "Cf", "Cs") and one not in _SEEN) or ord(one) & 0xFFFE == 0xFFFE
