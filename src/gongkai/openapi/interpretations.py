"""政策解读 for other systems: what is told of which policy, how, and where the same words stand."""

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from ninja import Field, Schema

from gongkai.openapi import cursors
from gongkai.policies import interpretations
from gongkai.policies.models import Interpretation
from gongkai.policies.rules.interpreting import Form, Perspective, Stage

TAG, LIST = "政策解读", "interpretations"


class InterpretationShape(Schema):
    """解读：正文用 /v1/policies/{code} 取，各种形式都有同样内容的文字."""

    code: str = Field(description="解读自己的一策一码")
    url: str
    title: str
    issuer: str
    published_on: date | None
    stage: str = Field(description="draft 草案解读 / release 发布解读 / again 二次解读 / follow 跟踪解读")
    form: str = Field(description="text 文字 / qa 简明问答 / chart 图表 / picture 一图读懂 / audio 音频 / video 视频 / h5 / live 直播实录")
    perspective: str = Field(description="office 单位解读 / chief 局长讲 / division 处长说 / expert 专家谈 / press 记者评 / ai AI 解")
    column: str = Field(description="栏目；没有则为空")
    machine_made: bool = Field(description="AI 生成，经人工确认；引用时须照样标明")
    synthetic: bool = Field(description="声音或者画面由人工智能生成合成；引用时须照样标明（《人工智能生成合成内容标识办法》）")
    media_url: str = Field(description="放在别处的音频、视频、H5 的播放地址；上传到本站的在附件里，用 /v1/policies/{code} 取；没有则为空")
    picture_url: str = Field(description="一图读懂的 PNG；没有则为空。刚公开还没有画好时答 503，请按 Retry-After 再取")
    of_code: str = Field(description="所解读文件的一策一码；不针对一份文件的为空")
    of_title: str
    of_edition: int | None = Field(description="解读的是第几版")


class InterpretationsShape(Schema):
    items: list[InterpretationShape]
    next_cursor: str | None = Field(description="下一页的游标；没有下一页则为 null")


def listed(
    on: date, cursor: str, size: int, *, stage: Stage | None, form: Form | None, perspective: Perspective | None, column: str
) -> InterpretationsShape:
    """The newest first, from where the cursor stands."""
    chosen = {"stage": stage, "form": form, "perspective": perspective, "column": column}
    rows = interpretations.listing(on, **{name: str(value) for name, value in chosen.items() if value})
    if place := cursors.read(LIST, cursor):
        rows = rows.filter(Q(paper__published_on__lt=place[0]) | Q(paper__published_on=place[0], paper_id__lt=place[1]))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    day = last.paper.published_on if last else None
    return InterpretationsShape(
        items=[_shape(one, on) for one in found[:size]],
        next_cursor=cursors.written(LIST, day.isoformat(), last.paper_id) if last and day else None,
    )


def _shape(one: Interpretation, on: date) -> InterpretationShape:
    of = one.of if one.of and one.of.first_text_at and one.of.published_on and one.of.published_on <= on else None
    shown = of if of and of.policy.visibility == "public" else None
    return InterpretationShape(
        code=one.paper.code,
        url=f"{settings.SITE_URL}{one.paper.get_absolute_url()}",
        title=one.paper.title,
        issuer=one.paper.issuer,
        published_on=one.paper.published_on,
        stage=one.stage,
        form=one.form,
        perspective=one.perspective,
        column=one.column,
        machine_made=one.machine_made,
        synthetic=one.synthetic,
        media_url=one.address,
        picture_url=settings.SITE_URL + reverse("portal:picture-file", args=[one.paper.code, "png"]) if one.is_drawn else "",
        of_code=shown.policy.code if shown else "",
        of_title=shown.title if shown else "",
        of_edition=shown.number if shown else None,
    )
