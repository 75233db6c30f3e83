"""必填要素: metadata that must be there before a paper goes out."""

import re
from collections.abc import Iterator

from gongkai.publishing.rules.hits import Code, Found, Level
from gongkai.publishing.rules.material import Material

POLICY_FIELDS = ("标题", "索引号", "主题分类", "公文种类", "发文机关", "发文字号", "成文日期", "公开属性", "政策咨询部门", "政策咨询电话")
_CUT_OFF = re.compile(r"(?:\.{3}|…+)\s*$")


def find(material: Material) -> Iterator[Found]:
    """One finding for each required label without a value, and one for a title that was cut off."""
    for label in material.required:
        if not material.fields.get(label, "").strip():
            yield Found(
                Code.MISSING_FIELD,
                Level.MIDDLE,
                0,
                0,
                label,
                label,
                f"缺少必填要素“{label}”",
                f"请补填“{label}”；确无此项的，由他人写明理由后放行",
            )
    if _CUT_OFF.search(material.title):
        yield Found(
            Code.FMT, Level.LOW, 0, len(material.title), material.title, material.title[-12:], "标题残缺（以省略号结尾）", "请补全标题"
        )
