"""What the pages of a draft ask."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from gongkai.catalogue.models import Duty, Item
from gongkai.catalogue.queries import borne_by, duties_of
from gongkai.catalogue.rules.categories import short
from gongkai.desk.facts_form import DayInput, FactsForm
from gongkai.desk.imports.forms import FilesField, FilesInput, OfficeForm
from gongkai.desk.plain_forms import TextForm
from gongkai.people.models import Organisation
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.publishing.queries import LONGEST_ALLOWANCE_DAYS
from gongkai.publishing.rules.publishability import REASON_LENGTH, Conclusion

MOST_EVENTS = 200  # to choose from, the most pressing


class NewDraftForm(OfficeForm):
    """A draft written here, without a file."""

    category = forms.ChoiceField(label="类别", choices=[(one.value, one.label) for one in Category])
    title = forms.CharField(
        label="标题", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "请填写标题。"}
    )


class DraftForm(FactsForm, TextForm):
    """Facts and text of a draft. `seen` is the number of saves the officer has seen: a save must not undo another's."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    item = forms.ChoiceField(
        label="公开事项",
        required=False,
        help_text="选定以后，发布即计入这个事项；不选的，按文件的种类和主题对应收文的栏目。",
        error_messages={"invalid_choice": "本单位不承担这个公开事项，请重新选择。"},
    )
    duty = forms.ChoiceField(
        label="对应的应公开事情",
        required=False,
        help_text="选定以后，发布即办结这件事情。",
        error_messages={"invalid_choice": "没有这件事情，可能刚刚取消或者办结，请重新选择。"},
    )
    field_order = ["seen", "title"]

    def __init__(self, *args: Any, office: Organisation, chosen: Duty | None = None, next_index_no: str = "", **kwargs: Any) -> None:
        """`next_index_no`: what stands in the box of a paper that has no 索引号 yet, to be kept or written over. `chosen`: the event the
        paper answers as it stands."""
        if next_index_no and not kwargs.get("initial", {}).get("index_no"):
            kwargs["initial"] = kwargs.get("initial", {}) | {"index_no": next_index_no}
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self._offer("item", "不选，按栏目对应", _by_category(borne_by(office)))
        self._offer(
            "duty", "没有", [(str(one.pk), _event(one)) for one in duties_of(office, also=chosen.pk if chosen else None)[:MOST_EVENTS]]
        )
        if next_index_no and self.initial.get("index_no") == next_index_no:
            self.fields["index_no"].help_text = "按本单位的编号规则给出的下一个号，可以改；不编索引号的请清空。"

    def _offer(self, name: str, nothing: str, choices: list[Any]) -> None:
        self.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        yield from super().groups()
        yield "公开目录", [self["item"], self["duty"]]


def _by_category(items: Iterable[Item]) -> list[tuple[str, list[tuple[str, str]]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for one in items:
        found.setdefault(short(one.heading.category), []).append((one.code, f"{one.name}（{one.code}）"))
    return list(found.items())


def _event(duty: Duty) -> str:
    by_when = f"最迟 {duty.due_on}" if duty.due_on else "期限未定"
    return f"{duty.title[:60]}（{duty.item.name}，{duty.event_on} 发生，{by_when}）"


class RelationForm(forms.Form):
    """One relation to declare. The target is looked for by code, number or words of its title."""

    kind = forms.ChoiceField(
        label="本文件对它", choices=[(kind.value, kind.label) for kind in RelationKind if kind is not RelationKind.MENTIONS]
    )
    target = forms.CharField(
        label="对方文件",
        max_length=200,
        help_text="填一策一码、发文字号或标题里的几个字。",
        error_messages={"required": "请填写对方文件。"},
    )
    on = forms.DateField(label="自", required=False, widget=DayInput(), help_text="不填则从本文件施行之日起。")
    until = forms.DateField(label="延长至", required=False, widget=DayInput(), help_text="只用于延长有效期、停止执行。")
    articles = forms.CharField(label="涉及条款", required=False, max_length=200, help_text="例如 第三条、第五条第二款，用顿号隔开。")


class AttachForm(forms.Form):
    files = FilesField(  # type: ignore[assignment]
        label="附件文件",
        max_length=255,
        allow_empty_file=True,
        widget=FilesInput(attrs={"multiple": True}),
        help_text="上传时自动清除作者、批注、修订痕迹等隐藏信息，原件另存、不公开。",
    )

    def __init__(self, *args: Any, takes_played: bool = False, **kwargs: Any) -> None:
        """`takes_played`: audio and video too."""
        super().__init__(*args, **kwargs)
        if takes_played:
            self.fields[
                "files"
            ].help_text += "音视频收 MP3、M4A、MP4（H.264）和 WebM，标题、作者、位置等说明一并清除；正文要写同样内容的文字。"


class SeenForm(forms.Form):
    """A step about exactly what was on the screen: `seen` is the digest of the draft shown."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class SecrecyForm(SeenForm):
    """保密审查."""

    conclusion = forms.ChoiceField(
        label="审查结论",
        widget=forms.RadioSelect,
        choices=[(one.value, one.value) for one in Conclusion],
        error_messages={"required": "请选择审查结论。"},
    )
    basis = forms.CharField(
        label="依据", required=False, max_length=200, help_text="结论为“可以公开”时可不填；否则写明适用的条款和具体内容。"
    )
    note = forms.CharField(label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AllowForm(forms.Form):
    """误报白名单."""

    everywhere = forms.TypedChoiceField(
        label="适用范围",
        widget=forms.RadioSelect,
        coerce=lambda value: value == "everywhere",
        choices=[("here", "只对这一份文件"), ("everywhere", "对所有文件")],
        initial="here",
    )
    until = forms.DateField(label="有效期至", widget=DayInput(), help_text=f"最长 {LONGEST_ALLOWANCE_DAYS} 天，到期重新核实。")
    reason = forms.CharField(
        label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=f"至少 {REASON_LENGTH} 个字。"
    )
