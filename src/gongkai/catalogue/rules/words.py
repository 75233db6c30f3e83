"""The closed lists a catalogue is written with (领域规则 11.3): channels, audiences, ways, tiers."""

from gongkai.shared.labelled import Labelled


class Channel(Labelled):
    """公开渠道和载体, as the standard tables print them."""

    WEBSITE = "website", "政府网站"
    GAZETTE = "gazette", "政府公报"
    NEW_MEDIA = "new_media", "两微一端"
    BRIEFING = "briefing", "发布会/听证会"
    BROADCAST = "broadcast", "广播电视"
    PRINT = "print", "纸质媒体"
    READING_POINT = "reading_point", "公开查阅点"
    SERVICE_CENTRE = "service_centre", "政务服务中心"
    STATION = "station", "便民服务站"
    VISIT = "visit", "入户/现场"
    NOTICE_BOARD = "notice_board", "社区/企事业单位/村公示栏（电子屏）"
    PUSH = "push", "精准推送"
    HOTLINE = "hotline", "12345政务服务热线"
    OTHER = "other", "其他"


class Audience(Labelled):
    """公开对象; a group is described in words beside it."""

    EVERYBODY = "everybody", "全社会"
    GROUP = "group", "特定群体"


class Mode(Labelled):
    PROACTIVE = "proactive", "主动"
    ON_REQUEST = "on_request", "依申请"


class Tier(Labelled):
    """公开层级; the values are those of people.rules.organisations.Level, the highest first."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class State(Labelled):
    """How it stands with an item and who has to publish it, on a day."""

    MISSING = "missing", "逾期未公开"
    EMPTY = "empty", "内容为空"
    WRONG_COLUMN = "wrong_column", "栏目不对"
    STALE = "stale", "超期未更新"
    OPEN = "open", "期限内待公开"
    UNDATED = "undated", "期限暂不能算"
    LATE = "late", "逾期公开"
    ON_TIME = "on_time", "按时公开"
    NOTHING_YET = "nothing_yet", "尚无应公开事项"

    @property
    def is_wanting(self) -> bool:
        """Somebody has to do something about it now."""
        return self in WANTING

    @property
    def shape(self) -> str:
        """How the design kit paints it."""
        return _SHAPES[self]


WANTING = (State.MISSING, State.EMPTY, State.WRONG_COLUMN, State.STALE)
TO_DO = (*WANTING, State.OPEN, State.UNDATED)
_SHAPES = {
    State.MISSING: "stop",
    State.EMPTY: "stop",
    State.WRONG_COLUMN: "part",
    State.STALE: "part",
    State.OPEN: "wait",
    State.UNDATED: "wait",
    State.LATE: "part",
    State.ON_TIME: "good",
    State.NOTHING_YET: "past",
}


def is_tier_above(one: str, other: str) -> bool:
    """Whether the first stands above the second: 省 above 市."""
    order = [tier.value for tier in Tier]
    return one in order and other in order and order.index(one) < order.index(other)
