"""What surrounds a paper on a web page: navigation, buttons, counters, footers. Named by what it is, so that the steps can say it."""

import re
from collections.abc import Sequence

from gongkai.policies.rules.genres import ends_like_title

_BUTTONS = re.compile(
    r"^(?:我要收藏|取消收藏|收藏(?:本页)?|打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|返回(?:顶部|首页|列表|上一页)?|"
    r"分享(?:到|至)?[：:]?(?:微信|微博|QQ|空间|[ 、])*|纠错|"
    r"下载(?:文件|全文|PDF|OFD|WORD)?|朗读|语音播报|复制链接|点击收藏|设为首页|"
    r"加入收藏|用户登录|登录|注册|退出|无障碍(?:浏览|阅读|服务)?|长者(?:模式|版|助手)?|适老版|"
    r"繁体(?:版|中文)?|简体|"
    r"关怀版|智能问答|移动版|手机版|English|EN|更多(?:>>|》)?|查看更多|展开|收起|全文|文字版|图解|视频|首页)$",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"^(?:字体(?:大小)?|字号|文字大小)[：: ]*[\s【\[〔（(大中小特标准打印收藏关闭】\]〕）)+-]*$|"
    r"^【?[大中小]】? ?【?[大中小]】? ?【?[大中小]】?(?: ?【?打印】?)?$"
)
_CRUMB = re.compile(
    r"^(?:当前(?:所在)?位置|您(?:现在|当前|目前)?(?:所在)?的?位置(?:是)?|您所在的位置|现在位置)[：: ]|^(?:首页|网站首页) ?[>＞»›/]"
)
_COUNTER = re.compile(
    r"^(?:更新(?:时间|日期)|发布(?:时间|日期)|发表时间|"
    r"时间|日期|文章来源|稿件来源|信息来源|来源|作者|文章作者|浏览(?:量|次数)?|点击(?:量|率|数)?|"
    r"阅读(?:量|次数)?|访问(?:量|次数)?|人气|责任编辑|编辑|审核|初审|复审|终审|字体|字号)[：:]"
)
_VIEWS = re.compile(r"(?:浏览(?:量|次数)|点击(?:量|率|数)|阅读(?:量|次数|数)|访问(?:量|次数)|浏览)[：: ]?[：: ]?(?:\d+ ?次?)?$")
_NEIGHBOURS = re.compile(
    r"^(?:上一[篇条页]|下一[篇条页]|前一[篇条]|后一[篇条]|没有了|相关(?:链接|阅读|文章|新闻|文档|信息|附件下载)[：:]?$|推荐阅读|热点推荐|猜你喜欢)"
)
_SCAN = re.compile(
    r"扫一扫|扫描(?:上方|下方)?二维码|微信(?:扫码|公众号二维码)|分享到(?:微信|朋友圈)|在手机(?:上)?打开(?:当前|本)页|手机(?:扫码)?浏览|长按识别"
)
_FOOT = re.compile(
    r"版权所有|ICP备|公网安备|公安备案|网站标识码|Copyright|copyright|©|技术支持[：:]|网站地图|联系我们|关于我们|隐私声明|使用帮助|"
    r"最佳浏览|建议使用.{0,12}浏览器|"
    r"^(?:主办单位|承办单位|主办|承办|维护单位)[：:]|All Rights Reserved"
)
_ASK = re.compile(r"^如果?您?对(?:该|本)(?:文件|政策)有(?:疑问|问题)|^(?:如有疑问|在线咨询|我要咨询|网上咨询)[，,]?(?:请|可)?(?:点击.*)?$")
_KEYWORDS = re.compile(r"^[^\s_，。；：]{2,30}(?:_[^\s_，。；：]{2,30}){1,}$")
_NAV_WORD = re.compile(r"^[\u3400-\u9fffA-Za-z·、]{2,8}$")
_SENTENCE = re.compile(r"[，。；：！？]")
PAGE_NUMBER = re.compile(r"^[-—－–] ?\d{1,4} ?[-—－–]$|^第 ?\d{1,4} ?页(?: ?[,，/]? ?共 ?\d{1,4} ?页)?$|^\d{1,3} ?/ ?\d{1,3}$")


def reasons(lines: Sequence[str]) -> list[str]:
    """For each line (with its spaces) why it is furniture, or "" when it is text. Lines already blank are text."""
    found = [_reason(line) for line in lines]
    _site_names(lines, found)
    _repeats(lines, found)
    return found


def _reason(line: str) -> str:
    if not line:
        return ""
    if _is_navigation(line):
        return "网站导航"
    if len(line) > 120:
        return ""
    for pattern, name in (
        (_BUTTONS, "页面按钮"),
        (_SIZE, "页面按钮"),
        (_CRUMB, "位置导航"),
        (PAGE_NUMBER, "页码"),
        (_NEIGHBOURS, "上下篇链接"),
        (_KEYWORDS, "图片说明"),
    ):
        if pattern.search(line):
            return name
    short_of_sentences = len(line) <= 60 or not line.endswith("。")
    if _SCAN.search(line) and len(line) <= 40:
        return "扫码提示"
    if _ASK.search(line):
        return "咨询提示"
    if _FOOT.search(line) and short_of_sentences:
        return "网站页脚"
    if (_COUNTER.search(line) or _VIEWS.search(line)) and len(line) <= 100 and not line.endswith("。"):
        return "来源与浏览信息"
    return ""


def _is_navigation(line: str) -> bool:
    """Five or more short words in a row with nothing of a sentence."""
    words = [word for word in re.split(r"[ |｜/>·]+", line) if word]
    return len(words) >= 5 and all(_NAV_WORD.match(word) for word in words) and not _SENTENCE.search(line)


def _site_names(lines: Sequence[str], found: list[str]) -> None:
    """A short line right above a navigation row is the name of the site."""
    for at, reason in enumerate(found):
        if reason == "网站导航" and at and not found[at - 1] and len(lines[at - 1]) <= 20 and not _SENTENCE.search(lines[at - 1]):
            found[at - 1] = "网站名称"


_HEAD_LINES = 12
_SUMMARY = 40


def _repeats(lines: Sequence[str], found: list[str]) -> None:
    """A page prints its title once more above the text, and some print the first paragraph as a summary: one of each is enough."""
    seen: dict[str, int] = {}
    for at, line in enumerate(lines):
        bare = line.replace(" ", "")
        if found[at] or not bare:
            continue
        earlier = seen.get(bare)
        if earlier is not None and len(bare) >= _SUMMARY and bare.endswith(("。", "……", "...")):
            found[at] = "重复的段落"
        elif earlier is not None and at < _HEAD_LINES and ends_like_title(bare):
            found[earlier] = "重复的标题"
        seen[bare] = at
