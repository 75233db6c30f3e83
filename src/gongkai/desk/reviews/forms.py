"""What the pages of 三审三校 ask."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.desk.facts_form import DayInput
from gongkai.desk.imports.forms import OfficeForm
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import Role
from gongkai.policies.rules.kinds import Category
from gongkai.publishing.rules.rounds import MOST_ROUNDS, Round
from gongkai.publishing.subjects import kinds
from gongkai.shared.clock import BEIJING


def kind_choices() -> list[tuple[str, str]]:
    """What may go round: papers by category, which always do; and the kinds that do where an office has set rounds for them."""
    return [*((f"policies.{one.value}", one.label) for one in Category), *((one.name, one.label) for one in kinds() if one.by_plan)]


class PassForm(forms.Form):
    """通过 a round, the one that was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    note = forms.CharField(label="审核意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    source_checked = forms.BooleanField(label="已打开来源页面核对，内容一致、来源可靠", required=False)

    source_address = forms.CharField(
        label="来源页面的网址", required=False, max_length=500, help_text="您核对的那一页，以 http:// 或 https:// 开头。"
    )

    def __init__(self, *args: Any, is_repost: bool, has_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_repost:
            del self.fields["source_checked"]
        if not is_repost or has_address:
            del self.fields["source_address"]

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


class SignForm(forms.Form):
    """签发 in the last round what was shown."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class RemarkForm(forms.Form):
    sentence = forms.CharField(max_length=80, widget=forms.HiddenInput)
    text = forms.CharField(
        label="批注", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "请写下批注。"}
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="答复",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明怎样修改，或者为什么不改。",
        error_messages={"required": "请写明怎样修改，或者为什么不改。"},
    )


class PlanForm(OfficeForm):
    """The rounds of one kind: a line each, the empty ones left out; the last line is the signature."""

    kind = forms.ChoiceField(
        label="类型", choices=kind_choices, help_text="清单条目、案例和政策问答没有设定轮次的，仍由一名没有参与编写的人审核公开。"
    )

    def __init__(self, *args: Any, officers: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [("0", "不指定")] + [(str(one.pk), one.name) for one in officers]
        suggested = ("初审", "复审", "", "")
        for number in range(1, MOST_ROUNDS):
            name = suggested[number - 1]
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"第{number}轮名称", required=False, max_length=20, initial=name, help_text="" if name else "不填则没有这一轮。"
            )
            self.fields[f"days_{number}"] = forms.IntegerField(label=f"第{number}轮期限（工作日）", min_value=1, max_value=30, initial=2)
            self.fields[f"officer_{number}"] = forms.TypedChoiceField(
                label=f"第{number}轮指定审核人", choices=people, coerce=int, required=False, empty_value="0"
            )
        self.fields["days_last"] = forms.IntegerField(label="签发期限（工作日）", min_value=1, max_value=30, initial=1)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        steps = [
            Round(
                given[f"name_{number}"].strip(), Role.REVIEWER, given.get(f"days_{number}") or 1, int(given.get(f"officer_{number}") or 0)
            )
            for number in range(1, MOST_ROUNDS)
            if given.get(f"name_{number}", "").strip()
        ]
        last = Round("终审签发" if steps else "签发", Role.SIGNER, given.get("days_last") or 1)
        return {"office": given.get("office"), "kind": given.get("kind"), "steps": (*steps, last)}


class AbsenceForm(OfficeForm):
    deputy = forms.TypedChoiceField(label="代理人", coerce=int)
    since = forms.DateField(label="自", widget=DayInput())
    until = forms.DateField(label="至", widget=DayInput(), help_text="含这一天。")

    def __init__(self, *args: Any, offices: Sequence[Organisation], officers: Sequence[Officer], **kwargs: Any) -> None:
        super().__init__(*args, offices=offices, **kwargs)
        self.officers = {one.pk: one for one in officers}
        field: forms.TypedChoiceField = self.fields["deputy"]  # type: ignore[assignment]
        field.choices = [(one.pk, one.name) for one in officers]

    def clean_deputy(self) -> Officer:
        return self.officers[self.cleaned_data["deputy"]]


class ScheduleForm(forms.Form):
    """定时发布."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    due_at = forms.DateTimeField(
        label="发布时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text="北京时间，例如 2026-12-01 09:00。到时自动公开，一次而且只有一次。",
        error_messages={"required": "请填写发布时间。", "invalid": "请按“2026-12-01 09:00”的样子填写日期和时间。"},
    )

    def clean_due_at(self) -> Any:
        moment = self.cleaned_data["due_at"]
        return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
