"""开放接口密钥: "gk_" + an eight-character prefix that names it + "_" + the secret, which is kept only as an SM3 digest."""

import re
from enum import StrEnum

from gongkai.shared.digest import sm3

SHAPE = re.compile(r"gk_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")


class Scope(StrEnum):
    """What a key opens. All that is public may be read without one; a key raises the limit of calls. Applications for information are
    opened for the organisation of the key and those below it."""

    READ = "read"
    FOI_SUBMIT = "foi:submit"
    FOI_READ = "foi:read"
    FOI_APPLICANT = "foi:applicant"
    ANSWERS_PROPOSE = "answers:propose"
    ANSWERS_CHANNEL = "answers:channel"
    LIBRARY_SUBMIT = "library:submit"
    CATALOGUE_ANNOUNCE = "catalogue:announce"

    @property
    def label(self) -> str:
        return {
            "read": "读取公开信息（更高调用频次）",
            "foi:submit": "提交依申请公开申请",
            "foi:read": "读取使用单位及下级机关的申请进度和台账（不含申请人信息）",
            "foi:applicant": "随台账取得申请人信息（每次留痕）",
            "library:submit": "以使用单位的名义向本平台报送政策文件",
            "catalogue:announce": "告知使用单位及下级机关有应公开的事情（业务系统）",
            "answers:propose": "向使用单位的政策问答库回传问答草稿",
            "answers:channel": "以热线、办事大厅、新媒体的渠道提问",
        }[self.value]


def written(prefix: str, secret: str) -> str:
    return f"gk_{prefix}_{secret}"


def prefix_in(key: str) -> str | None:
    """The prefix of a well-formed key, else None."""
    found = SHAPE.fullmatch(key)
    return found[1] if found else None


def digest(key: str) -> str:
    """The secret has 256 random bits, so one pass of SM3 is enough."""
    return sm3(key.encode())
