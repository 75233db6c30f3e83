"""The form of a document's facts: the same when an import is confirmed and when a draft is edited."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.genres import GENRES
from gongkai.policies.rules.kinds import Disclosure, DocumentClass
from gongkai.policies.rules.topics import TOPICS

_LISTED = ("issuers", "audience")
_SEPARATOR = re.compile(r"[\n、;；,，]+")
GROUPS = (
    ("文件", ("title", "issuers", "doc_no", "index_no")),
    ("分类", ("topic_l1", "topic_l2", "genre", "document_class", "disclosure")),
    ("日期与效力", ("formed_on", "published_on", "effective_on", "expires_on", "normative_reg_no", "stated_validity")),
    ("主送与落款", ("addressees", "signature")),
    ("咨询与来源", ("consult_dept", "consult_phone", "source", "audience", "change_note")),
)


PUBLIC_LISTING = "公示"
NO_GENRE_OF_ITS_OWN = (  # 党政机关公文处理工作条例第八条 names fifteen kinds; which to take for a 公示 is custom (【推】待复核)
    "“公示”不在法定的十五种公文种类里：向社会公布事项的一般选“公告”，在一定范围内应当周知的选“通告”；只是名单、结果的公示，类别选“资讯”即可不填。"
)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=DayInput(),
        help_text=help_text,
        error_messages={"invalid": "不是有效日期，请按 2025-06-10 的样式填写。"},
    )


def _line(name: str, longest: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=fact_rules.LABELS[name],
        required=False,
        max_length=longest,
        help_text=help_text,
        error_messages={"max_length": f"最多 {longest} 字，现在有 %(show_value)d 字。"},
    )


def _choice(name: str, choices: list[Any], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=fact_rules.LABELS[name], required=False, choices=choices, help_text=help_text)


class FactsForm(forms.Form):
    """`initial` and what `facts()` gives have the shape of `policies.rules.facts`."""

    title = forms.CharField(
        label="标题",
        max_length=fact_rules.TITLE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "请填写标题。",
            "max_length": f"标题最多 {fact_rules.TITLE_LONGEST} 字，现在有 %(show_value)d 字。请核对是否把正文粘贴到了标题里。",
        },
    )
    issuers = forms.CharField(
        label="发文机关",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="政策文件发布前必填。联合发文时主办机关在前，用顿号隔开。",
    )
    doc_no = _line("doc_no", 80, "例如 澜政办发〔2025〕7号；没有文号可不填。")
    index_no = _line("index_no", 60)
    topic_l1 = _choice("topic_l1", [("", "请选择"), *((name, name) for name in TOPICS)], "政策文件发布前必填。")
    topic_l2 = _choice(
        "topic_l2", [("", "不分二级"), *((first, [(second, second) for second in seconds]) for first, seconds in TOPICS.items() if seconds)]
    )
    genre = _choice("genre", [("", "请选择"), *((name, name) for name in GENRES)], "政策文件发布前必填。")
    document_class = _choice("document_class", [(one.value, one.label) for one in DocumentClass])
    disclosure = _choice("disclosure", [(one.value, one.label) for one in Disclosure])
    formed_on = _day("成文日期", "政策文件发布前必填。会议通过或负责人签发的日期。")
    published_on = _day("发布日期", "不填则以签发公开的当天为准；填将来的日期，到那天才公开。")
    effective_on = _day("施行日期")
    expires_on = _day("有效期至", "有效期的最后一天。")
    normative_reg_no = _line("normative_reg_no", 60)
    stated_validity = _line("stated_validity", 20, "原页面上写的“有效”“失效”等，仅作参考；有效性由系统按事实计算。")
    addressees = forms.CharField(label="主送机关", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    signature = _line("signature", 300)
    consult_dept = _line("consult_dept", 120)
    consult_phone = _line("consult_phone", 60)
    source = _line("source", 120)
    audience = _line("audience", 200, "例如 企业、个人，用顿号隔开。")
    change_note = _line("change_note", 200, "修订时写明改了什么。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("initial"):
            kwargs["initial"] = as_typed(kwargs["initial"])
        super().__init__(*args, **kwargs)
        given = self.data if self.is_bound else self.initial
        if str(given.get(self.add_prefix("title")) or "").strip().endswith(PUBLIC_LISTING):
            self.fields["genre"].help_text = NO_GENRE_OF_ITS_OWN
        for name in ("topic_l1", "topic_l2", "genre"):
            self._keep_unlisted(name, given.get(self.add_prefix(name)) if self.is_bound else given.get(name))

    def _keep_unlisted(self, name: str, value: Any) -> None:
        """A value read from the paper that is on no list of ours stays choosable, so that nothing is lost unseen."""
        field: forms.ChoiceField = self.fields[name]  # type: ignore[assignment]
        if value and not field.valid_value(str(value)):
            field.choices = [*field.choices, (str(value), f"{str(value)[:40]}（不在标准分类中）")]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, second = given.get("topic_l1", ""), given.get("topic_l2", "")
        if first in TOPICS and second and second not in TOPICS[first]:
            self.add_error("topic_l2", f"“{second}”不属于“{first}”，请重新选择。")
        return given

    def facts(self) -> dict[str, Any]:
        """The facts as typed, in their one shape."""
        values = {name: self.cleaned_data.get(name) for name in fact_rules.LABELS}
        return fact_rules.tidy(values | {name: _SEPARATOR.split(str(values[name] or "")) for name in _LISTED})

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        for legend, names in GROUPS:
            yield legend, [self[name] for name in names]


def as_typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the fields show them: lists joined."""
    return {name: "、".join(value) if name in _LISTED and isinstance(value, list) else value for name, value in values.items()}
