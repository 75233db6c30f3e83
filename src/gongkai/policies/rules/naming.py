"""How papers name each other: one key for a title, however it is shortened or punctuated."""

import re

from gongkai.policies.rules.genres import carried_title
from gongkai.policies.rules.structure_marks import bare

_ISSUER = re.compile(r"^.{2,40}?(?=关于)")


def name_key(title: str) -> str:
    """《澜州市人民政府关于印发〈澜州市公共租赁住房管理办法〉的通知》 and 《澜州市公共租赁住房管理办法》 have the same key; so have
    《某市人民政府关于支持…的措施》 and 《关于支持…的措施》."""
    return bare(carried_title(title) or _ISSUER.sub("", title, count=1))[:200]
