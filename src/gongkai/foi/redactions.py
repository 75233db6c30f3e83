"""What was blacked out in the files of a reply, as the reply tells it: on which ground of the regulation, where, how often (第三十七条)."""

from gongkai.documents import redaction
from gongkai.foi.models import Reply, ReplyFile
from gongkai.foi.rules.grounds import Ground


def withheld_for(reply: Reply) -> frozenset[Ground]:
    """The legal grounds of the redactions."""
    codes = {one["ground"] for row in reply.files.all() if row.redaction for one in row.redaction["withheld"]}
    return frozenset(_GROUNDS[redaction.Ground(code)] for code in codes)


_RG = redaction.Ground
_GROUNDS = {
    _RG.SECRET: Ground.SECRET,
    _RG.LAW: Ground.LAW,
    _RG.SAFETY: Ground.SAFETY,
    _RG.TRADE: Ground.THIRD_PARTY,
    _RG.PRIVACY: Ground.THIRD_PARTY,
    _RG.THIRD: Ground.THIRD_PARTY,
    _RG.INTERNAL: Ground.INTERNAL,
    _RG.PROCESS: Ground.PROCESS,
    _RG.ENFORCE: Ground.ENFORCEMENT,
}


def withheld(name: str, row: ReplyFile) -> str:
    """“附件1（区分处理）.pdf”第1、3页遮盖4处，属于个人隐私（第十五条）."""
    told = (
        f"第{'、'.join(map(str, one['pages']))}页遮盖{one['places']}处，属于{ground.label}（{ground.article}）"
        for one in row.redaction["withheld"]
        for ground in (redaction.Ground(one["ground"]),)
    )
    return f"“{name}”{'，'.join(told)}"
