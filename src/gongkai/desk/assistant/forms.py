"""What the pages of the knowledge base ask. Field names are the actions' parameters."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from gongkai.assistant.models import Gap
from gongkai.assistant.rules.entries import (
    LINE_LONGEST,
    MOST_LINES,
    QUESTION_LONGEST,
    QUOTE_LONGEST,
    TOPIC_LONGEST,
    Channel,
    Line,
    Source,
    Written,
)
from gongkai.assistant.rules.gaps import Close
from gongkai.people.models import Officer, Organisation
from gongkai.ui.fields import day

SPARE_LINES = 2
FEWEST_LINES = 3


def _text(label: str, longest: int, rows: int, help_text: str = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def office_choice(offices: Sequence[Organisation]) -> forms.TypedChoiceField:
    """Which of the officer's offices; chosen already where there is but one."""
    by_pk = {office.pk: office for office in offices}
    return forms.TypedChoiceField(
        label="责任单位",
        choices=[(office.pk, office.name) for office in offices],
        coerce=lambda value: by_pk[int(value)],
        initial=offices[0].pk if offices else None,
    )


class EntryForm(forms.Form):
    """An entry but for its sentences, which stand in rows of their own (`LineForm`)."""

    question = forms.CharField(label="问题", max_length=QUESTION_LONGEST, error_messages={"required": "请写出问题。"})
    wordings = _text("其他问法", 3000, 4, "一行一种，写群众平时怎么问；问法越全，问答越容易对上。")
    topic = forms.CharField(label="主题", max_length=TOPIC_LONGEST, required=False, help_text="例如：住房保障")
    channels = forms.MultipleChoiceField(
        label="使用渠道", choices=[(one.value, one.label) for one in Channel], widget=forms.CheckboxSelectMultiple
    )
    audience = forms.CharField(label="面向对象", max_length=200, required=False, help_text="用顿号隔开，例如：老年人、个体工商户")
    review_on = day("复核日期", "到这一天提醒维护人复核，最长两年。", required=False)

    def __init__(self, *args: Any, offices: Sequence[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offices:
            self.fields["office"] = office_choice(offices)
            self.order_fields(["office"])

    def written(self, lines: Sequence[Line]) -> Written:
        given = self.cleaned_data
        return Written(
            question=given["question"],
            lines=tuple(lines),
            wordings=tuple(given["wordings"].splitlines()),
            topic=given["topic"],
            channels=tuple(given["channels"]),
            audience=tuple(given["audience"].replace("，", "、").replace(",", "、").split("、")),
            review_on=given["review_on"],
        )


class LineForm(forms.Form):
    """A sentence of the answer with one source; without a sentence, one more source of the sentence above."""

    text = _text("答句", LINE_LONGEST, 2)
    paper = forms.CharField(label="出处文件", max_length=200, required=False)
    quote = _text("引用原话", QUOTE_LONGEST, 2)


LineRows = forms.formset_factory(LineForm, extra=0, max_num=MOST_LINES * 2, absolute_max=MOST_LINES * 2)


def rows_of(written: Written, *, more: int = SPARE_LINES) -> list[dict[str, str]]:
    """The sentences as rows of the form, with some empty ones below."""
    rows = []
    for line in written.lines:
        rows += [
            {"text": line.text if n == 0 else "", "paper": source.paper, "quote": source.quote} for n, source in enumerate(line.sources)
        ] or [{"text": line.text}]
    return rows + [{}] * max(more, FEWEST_LINES - len(rows))


def lines_of(rows: Any) -> list[Line]:
    """The sentences that valid rows say."""
    lines: list[Line] = []
    for row in rows.cleaned_data:
        text, paper, quote = (row.get(name, "").strip() for name in ("text", "paper", "quote"))
        source = (Source(paper, quote),) if paper else ()
        if text:
            lines.append(Line(text, source))
        elif paper and lines:
            lines[-1] = Line(lines[-1].text, lines[-1].sources + source)
    return lines


class ConfirmForm(forms.Form):
    review_on = day("下次复核日期", "最长两年。")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"].initial = on + timedelta(days=365)


class MaintainersForm(forms.Form):
    officers = forms.ModelMultipleChoiceField(
        label="维护人",
        queryset=Officer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少留一位维护人。"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officers"].queryset = people  # type: ignore[attr-defined]


class FileForm(forms.Form):
    file = forms.FileField(label="文件", help_text="XLSX、CSV 或 JSON，最多 500 条。", error_messages={"required": "请选择文件。"})

    def __init__(self, *args: Any, offices: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = office_choice(offices)
        self.order_fields(["office"])


class AssignForm(forms.Form):
    office = forms.ModelChoiceField(
        Organisation.objects.none(), label="办理单位", empty_label="请选择", error_messages={"required": "请选择办理单位。"}
    )

    def __init__(self, *args: Any, gap: Gap, offices: Any, manned: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.initial = gap.office_id
        field.queryset = offices
        field.label_from_instance = lambda one: one.name if one.path in manned else f"{one.name}（没有在岗编辑人员）"


class VouchForm(forms.Form):
    """Why what was pointed out may be published all the same."""

    reason = forms.CharField(
        label="为什么可以发布",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="逐项核对上面指出的地方，写明理由。理由和您的姓名随这一版留存。",
        error_messages={"required": "请写明为什么可以发布。"},
    )


class PassOnForm(forms.Form):
    office = forms.ModelChoiceField(
        Organisation.objects.none(), label="转交给", empty_label="请选择", error_messages={"required": "请选择单位。"}
    )
    reason = _text("为什么转交", 200, 3, "对方的编辑人员会看到。", required=True)

    def __init__(self, *args: Any, offices: Sequence[Organisation], likely: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = Organisation.objects.open()
        field.choices = [("", field.empty_label), *((one.pk, str(one)) for one in offices)]
        field.initial = likely.pk if likely else None
        self.fields["reason"].error_messages["required"] = "请写明为什么转交。"


class CloseForm(forms.Form):
    how = forms.ChoiceField(label="怎样办结", choices=[(one.value, one.label) for one in Close], widget=forms.RadioSelect)
    entry = forms.CharField(label="问答编号", max_length=20, required=False, help_text="编入问答库的填写，例如 WD000012。")
    policy = forms.CharField(label="文件", max_length=200, required=False, help_text="已有文件公开的填写，一策一码或者文号。")
    reason = _text("说明", 300, 3, "说明理由的写为什么不编入问答库；问答和缺口的问法差得远的，写为什么算是回答了。")


class VerdictForm(forms.Form):
    """Asked without the other's verdict in sight."""

    accurate = forms.TypedChoiceField(
        label="回答是否正确",
        choices=[("yes", "正确"), ("no", "不正确")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择正确或者不正确。"},
    )
    cited = forms.TypedChoiceField(
        label="出处是否正确",
        choices=[("yes", "正确"), ("no", "不正确")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    note = _text("说明", 300, 3)

    def __init__(self, *args: Any, has_citations: bool, is_refusal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_refusal:
            self.fields["accurate"].label = "不直接回答是否恰当"
            self.fields["accurate"].choices = [("yes", "恰当"), ("no", "本来可以回答")]  # type: ignore[attr-defined]
        if not has_citations:
            del self.fields["cited"]


class CalibrationForm(forms.Form):
    direct = forms.TypedChoiceField(
        label="直接回答",
        choices=[("yes", "开"), ("no", "关，只给依据条款")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    direct_from = forms.FloatField(label="把握下限", min_value=0, max_value=1, help_text="0 到 1；低于它只给依据。")
    reason = _text("理由", 300, 3, required=True)
