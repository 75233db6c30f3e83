"""What is asked of a paper itself and stands in its table of facts, not in its text: who issued it, its number, its dates, what it is."""

import re

from gongkai.shared.labelled import Labelled


class Fact(Labelled):
    NUMBER = "number", "发文字号"
    INDEX = "index", "索引号"
    ISSUERS = "issuers", "发文机关"
    DATES = "dates", "成文日期和发布日期"
    TOPIC = "topic", "主题分类"
    WHAT = "what", "文件名称"


_PAPER = r"(?:文件|办法|规定|通知|要点|方案|意见|细则|措施|公告|通告|决定|预案|批复|解读|条例|规划|《[^》]*》)"
_DAY = r"(?:什么时候|哪一?天|哪年|何时|几时|几号|几月几[号日]|哪年哪月(?:哪[天日])?)"
_ISSUED = r"(?:印发|发布|发文|成文|出台|下发|颁布|公布|发)"
_END = r"(?:呢|啊|呀)?[？?。]?$"
_OF_WHICH = (
    (Fact.INDEX, re.compile("索引号(?:是|为)?(?:什么|多少)?")),
    (Fact.NUMBER, re.compile("(?:发?文字?号|发文字号)(?:是|为)?(?:什么|多少|几号)?")),
    (Fact.TOPIC, re.compile("主题分类(?:是|为)?(?:什么)?")),
    (
        Fact.ISSUERS,
        re.compile(
            "(?:发文|印发|制发)(?:机关|单位|部门)(?:是|为)?(?:谁|哪[个些里]?(?:单位|部门)?|什么)?"
            rf"|(?:是|由)?(?:哪一?个|什么|哪些|哪几个|谁)(?:单位|部门|机关|政府|局)?(?:印发|出台|下发|颁布|发文|发)的{_END}"
        ),
    ),
    (
        Fact.DATES,
        re.compile(
            "(?:成文|印发|发文|发布)(?:日期|时间)(?:是|为)?(?:什么时候|哪一?天|多少|几号)?"
            rf"|(?:是)?{_DAY}{_ISSUED}的{_END}|(?<=文件){_DAY}{_ISSUED}{_END}|(?<=要点){_DAY}{_ISSUED}{_END}|(?<=办法){_DAY}{_ISSUED}{_END}"
            rf"|(?<=通知){_DAY}{_ISSUED}{_END}|(?<=号){_DAY}{_ISSUED}{_END}|^{_DAY}{_ISSUED}的?{_END}"
        ),
    ),
    (
        Fact.WHAT,
        re.compile(
            rf"(?:这|这个|这份|该)?(?:是|叫)(?:一?[份个])?(?:什么|啥)(?:样的?)?文件{_END}|(?:标题|全称|全名|题目)(?:是|叫)?什么|^这是什么{_END}"
        ),
    ),
)
_OF_A_PAPER = re.compile(_PAPER)


def asked_fact(text: str, *, numbered: bool) -> tuple[Fact | None, str]:
    """Which fact of a paper is asked for, and the question without the words that ask for it. `numbered`: the question bears the number of
    a paper; a question that is nothing but one asks what it is."""
    found = [(fact, asked) for fact, pattern in _OF_WHICH if (asked := pattern.search(text))]
    if numbered and len(found) > 1:  # “文号是……的文件什么时候发布的”: the number is there
        found = [one for one in found if one[0] is not Fact.NUMBER]
    for fact, asked in found:
        rest = f"{text[: asked.start()]} {text[asked.end() :]}"
        # “中考成绩什么时候公布的” is of no paper: it names one, or nothing at all and speaks of the page it is asked on
        if numbered or _OF_A_PAPER.search(text) or not _NOTHING.sub("", rest):
            return fact, rest
    return None, text


_NOTHING = re.compile(r"[\s，。？?！!的是它请问这该份个篇文件]+")
