"""对账: where what a page states of itself, or its dates, do not agree with what follows from the facts; and what to do about it."""

from dataclasses import dataclass
from datetime import date

from gongkai.policies.rules.validity import Status
from gongkai.shared.labelled import Labelled

OVER = (Status.EXPIRED, Status.REPEALED, Status.AMENDED)

# what pages write under 有效性 (领域规则 6.6), and the standings that agree with it; 失效、废止 are used for each other, 待复核
AGREES: dict[str, tuple[Status, ...]] = {
    **dict.fromkeys(("有效", "现行有效", "继续有效", "有效期内", "长期有效"), (Status.VALID, Status.PARTIAL)),
    **dict.fromkeys(("失效", "已失效", "无效", "已过期", "过期", "废止", "已废止", "被废止", "宣布失效", "历史文本"), OVER),
    **dict.fromkeys(("尚未生效", "未生效", "即将施行", "待施行"), (Status.NOT_YET,)),
    **dict.fromkeys(("已修改", "已修订", "被修改"), (Status.AMENDED, Status.VALID, Status.PARTIAL)),
    **dict.fromkeys(("部分失效", "部分有效", "部分废止"), (Status.PARTIAL,)),
    **dict.fromkeys(("停止执行", "暂停执行"), (Status.SUSPENDED,)),
}


class Kind(Labelled):
    """What does not agree."""

    STATED = "stated", "原页所载有效性与推算不符"
    UNKNOWN = "unknown", "原页所载有效性看不懂"
    PUBLISHED = "published", "发布早于成文"
    EFFECTIVE = "effective", "施行早于成文"
    EXPIRES = "expires", "有效期截止早于施行"
    LATE = "late", "发布时有效期已满"
    YEAR = "year", "文号年份与成文日期不符"

    @property
    def advice(self) -> str:
        """What the office is to do."""
        return {
            "stated": "核对原件和有没有废止、延期的文件没有入库：补导入那份文件并确认关系；原页写错的，起草更正或者注明已核对。",
            "unknown": "起草更正，把“原页所载有效性”改成有效、失效、废止等说法，或者删去。",
            "published": "对照原件，起草更正改正成文日期或发布日期。",
            "effective": "对照原件；文件确实规定溯及以前的，注明已核对，否则起草更正。",
            "expires": "对照原件，起草更正改正施行日期或有效期。",
            "late": "补录旧文件的，注明已核对；写错的，起草更正。",
            "year": "对照原件，起草更正改正发文字号或成文日期；跨年编号的，注明已核对。",
        }[self.value]


@dataclass(frozen=True)
class Stated:
    """What one edition says of itself."""

    validity: str = ""
    formed_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    doc_year: int | None = None


def mismatches(stated: Stated, status: Status) -> list[tuple[Kind, str]]:
    """Each kind once with the reason in words. `status` is the computed standing."""
    found = []
    if stated.validity:
        agrees = AGREES.get(stated.validity)
        if agrees is None:
            found.append((Kind.UNKNOWN, f"原页写“{stated.validity}”"))
        elif status not in agrees:
            found.append((Kind.STATED, f"原页写“{stated.validity}”，按事实推算为“{status.label}”"))
    formed, published, effective, expires = stated.formed_on, stated.published_on, stated.effective_on, stated.expires_on
    for kind, early, late, says in (
        (Kind.PUBLISHED, published, formed, "发布 {} 早于成文 {}"),
        (Kind.EFFECTIVE, effective, formed, "施行 {} 早于成文 {}"),
        (Kind.EXPIRES, expires, effective, "有效期至 {}，早于施行 {}"),
        (Kind.LATE, expires, published, "有效期至 {}，发布于 {}"),
    ):
        if early and late and early < late:
            found.append((kind, says.format(early, late)))
    if stated.doc_year and formed and not formed.year - 1 <= stated.doc_year <= formed.year:
        found.append((Kind.YEAR, f"文号是 {stated.doc_year} 年，成文于 {formed}"))
    return found
