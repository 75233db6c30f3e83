"""Questions that ask for nothing a paper says but for one of this site's own doors: 申请公开、投诉、写信、预约.

Only where nothing else is asked for: “申请信息公开几天答复” is a question, “我要投诉饭店油烟” has a subject."""

import re

from gongkai.assistant.rules.answers import Step
from gongkai.shared.labelled import Labelled


class Door(Labelled):
    """What is wanted, and what its asker is told."""

    APPLY = (
        "apply",
        "您可以在本站申请公开政府信息：写明要什么信息、用什么方式取得就行，收到之日起20个工作日内答复，进度随时可查。",
    )  # 条例第三十三条
    COMPLAIN = "complain", "对政府信息公开工作不满意，可以在本站投诉举报；其他事项请拨打12345。想知道某件事怎么规定，请写出是什么事。"
    WRITE = "write", "您可以在本站给有关单位写信咨询、提意见，凭回执查看答复。"
    BOOK = (
        "book",
        "本站只公开文件，不办理预约；办事预约请拨打12345，或者到政务服务大厅。想知道这件事的规定，可以直接问，例如“公租房怎么申请”。",
    )


def wanted(text: str) -> Door | None:
    """The door that is asked for; None where something else is."""
    said = re.sub(r"[\s，。？?！!、,.]", "", text)
    return next((door for door, pattern in _WANTED.items() if pattern.fullmatch(said)), None)


def steps(door: Door, text: str) -> tuple[Step, ...]:
    """Where it leads."""
    match door:
        case Door.APPLY:
            return (Step("申请公开政府信息", "apply"), Step("网上咨询", "enquire"))
        case Door.COMPLAIN:
            return (Step("投诉举报政府信息公开工作", "complain"), Step("网上咨询", "enquire"), HOTLINE)
        case Door.WRITE:
            return (Step("网上咨询", "enquire"), HOTLINE)
        case Door.BOOK:
            about = re.sub(r"预约|办理|怎么|如何|在哪里?|我要|我想|要", "", text).strip("？?。！! ")
            return (HOTLINE, *((Step(f"查“{about}”的文件", "search", about),) if about else ()))


HOTLINE = Step("拨打 12345 政务服务便民热线", "phone", "12345")
_HOW = "(?:请问|你好|您好)?(?:我想要?|我要|想要?|帮我|怎么样?|怎样|如何|可以|能不能|在?哪里|在?哪儿|去哪里?|到哪里?|向谁|找谁|在网上|网上|能|去|来|才能)*"
_END = "(?:的?(?:流程|步骤|入口|网址|地方|办法|方法))?(?:是什么|是哪|在哪里?|在哪儿|怎么走|怎么弄|怎么办|吗|呢|啊|吧|呀)*"
_INFORMATION = "(?:一下)?(?:(?:依申请公开)?(?:政府)?(?:的)?信息(?:公开)?|依申请公开|公开(?:政府)?信息)"
_WANTED = {
    Door.APPLY: re.compile(
        f"{_HOW}(?:申请|办理|提交|提){_INFORMATION}(?:申请)?{_END}|{_HOW}{_INFORMATION}{_HOW}(?:申请|办理){_END}|{_HOW}依申请公开{_END}"
    ),
    Door.COMPLAIN: re.compile(f"{_HOW}(?:投诉|举报)(?:举报)?(?:电话|热线)?(?:政府|政务)?(?:信息公开)?(?:工作)?{_END}"),
    Door.WRITE: re.compile(
        f"{_HOW}(?:(?:给|向)(?:你们|政府|领导|市长|有关单位|部门))?(?:写信|留言|提(?:个|点|条)?(?:建议|意见)|咨询|反映(?:问题|情况)){_END}"
    ),
    Door.BOOK: re.compile(f"{_HOW}预约.{{0,16}}|.{{0,12}}{_HOW}预约{_END}"),
}
