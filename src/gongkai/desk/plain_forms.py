"""Small forms that several pages ask with."""

from django import forms

from gongkai.desk.writing import LONGEST


class NothingForm(forms.Form):
    """A step that needs nothing but the officer's yes."""


class ReasonForm(forms.Form):
    """A step that needs its reason in writing."""

    reason = forms.CharField(
        label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": "请写明理由。"}
    )

    def __init__(self, *args: object, help_text: str = "", label: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].help_text = help_text
        self.fields["reason"].label = label or self.fields["reason"].label


class TextForm(forms.Form):
    """The text of a paper, one paragraph a line."""

    text = forms.CharField(
        label="正文",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "class": "manuscript"}),
        help_text="一段一行；表格一行一行写，单元格之间用制表符（Tab）隔开。章、条、项由系统按编号识别。",
        error_messages={"required": "正文是空的。", "max_length": f"正文最多 {LONGEST:,} 字。"},
    )
