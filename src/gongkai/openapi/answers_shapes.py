"""What the open API gives out of the knowledge base, and what it takes in."""

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from gongkai.assistant.rules.entries import LINE_LONGEST, MOST_LINES, MOST_TAGS, MOST_WORDINGS, QUESTION_LONGEST, QUOTE_LONGEST, Channel

Asked = Annotated[str, StringConstraints(min_length=4, max_length=QUESTION_LONGEST)]
Short = Annotated[str, StringConstraints(max_length=40)]


class AnswerSourceShape(Schema):
    """出处：引用的原话和它所在的条款."""

    code: str = Field(description="一策一码")
    title: str
    doc_no: str
    label: str = Field(description="第几条；没有编号的段落为空")
    anchor: str = Field(description="政策页上的锚点")
    quote: str
    explains: str = Field(description="出处是解读的，它所解读文件的发文字号；否则为空")


class AnswerLineShape(Schema):
    text: str
    sources: list[int] = Field(description="出处在 sources 中的序号，从 0 起")


class AnswerShape(Schema):
    """一条已发布的问答."""

    code: str = Field(description="编号，终身不变")
    url: str = Field(description="网站上的页面；不在网站使用的为空")
    question: str
    wordings: list[str] = Field(description="其他问法")
    lines: list[AnswerLineShape] = Field(description="答案，一句一项，应逐字使用")
    sources: list[AnswerSourceShape]
    topic: str
    channels: list[str]
    audience: list[str] = Field(description="面向对象")
    office: str = Field(description="责任单位")
    version: int = Field(description="第几版")
    published_at: datetime
    review_on: date = Field(description="复核日期；到期后会作为变更给出")
    sm3: str = Field(description="这一版内容的摘要，写在工作日志里")


class AnswersShape(Schema):
    items: list[AnswerShape]
    next_cursor: str | None


class AnswerChangedShape(Schema):
    """一条问答的现状. answer 为空时请停止使用这一条."""

    code: str
    state: str = Field(description="published 可用 / due 待复核 / retired 已下线 / gone 不再用于这个渠道")
    changed_at: datetime
    answer: AnswerShape | None


class AnswerChangesShape(Schema):
    items: list[AnswerChangedShape]
    next_cursor: str
    more: bool = Field(description="后面还有，可以接着取")


class AnswerProposedSourceShape(Schema):
    paper: Annotated[str, StringConstraints(max_length=200)] = Field(description="一策一码、文号或者标题")
    quote: Annotated[str, StringConstraints(max_length=QUOTE_LONGEST)] = ""


class AnswerProposedLineShape(Schema):
    text: Annotated[str, StringConstraints(min_length=1, max_length=LINE_LONGEST)]
    sources: list[AnswerProposedSourceShape] = Field(default=[], max_length=5)


class AnswerProposalShape(Schema):
    question: Asked
    lines: list[AnswerProposedLineShape] = Field(default=[], max_length=MOST_LINES, description="现有的答复；没有可以不填")
    wordings: list[Asked] = Field(default=[], max_length=MOST_WORDINGS)
    topic: Short = ""
    audience: list[Short] = Field(default=[], max_length=MOST_TAGS)
    channels: list[Channel] = Field(default=[], max_length=len(Channel))


class AnswerReceiptShape(Schema):
    code: str
    state: str
