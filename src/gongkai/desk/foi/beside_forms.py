"""What is filled in beside the cases: complaints, reviews, meetings, precedents, proposals. Field names are the actions' parameters."""

import re
from typing import Any

from django import forms

from gongkai.desk.foi.forms import line, paragraph
from gongkai.foi.models import Case, Complaint, Review
from gongkai.people.models import Organisation
from gongkai.people.queries import in_tree_order
from gongkai.ui.fields import day

MOST_CASES = 50  # named at once


class NumberedCases(forms.CharField):
    """Cases by registration number or ticket, one a line; `cases` are those that may be named. Cleaned: a list of cases."""

    def __init__(self, *, cases: Any = None, most: int = MOST_CASES, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}) if most > 1 else None, max_length=2000, **kwargs)
        self.cases, self.most = cases, most

    def clean(self, value: Any) -> Any:
        names = [name.upper() for name in dict.fromkeys(re.split(r"[\s,，、;；]+", super().clean(value))) if name]
        if len(names) > self.most:
            raise forms.ValidationError(f"最多填写 {self.most} 件。")
        found = {name: case for case in self._named(names) for name in (case.number, case.ticket) if name}
        if missing := [name for name in names if name not in found]:
            raise forms.ValidationError(f"没有找到：{'、'.join(missing)[:100]}。请填登记号或者查询码。")
        return list({found[name].pk: found[name] for name in names}.values())

    def _named(self, names: list[str]) -> list[Case]:
        if not names:
            return []
        pks = [*self.cases.filter(number__in=names).values_list("pk", flat=True)]
        pks += [*self.cases.filter(ticket__in=names).values_list("pk", flat=True)]
        return list(Case.objects.filter(pk__in=pks).select_related("organ"))


def organ_field(label: str = "机关") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label=label, queryset=Organisation.objects.none(), empty_label=None)


class ComplaintForm(forms.Form):
    organ = forms.ModelChoiceField(label="投诉哪个机关", queryset=Organisation.objects.none(), empty_label="请选择")
    way = forms.TypedChoiceField(
        label="怎样来的",
        choices=[(one.value, one.label) for one in Complaint.Way if one is not Complaint.Way.ONLINE],
        coerce=Complaint.Way,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择来信、电话或者来访。"},
    )
    arrived_on = day("收到日期", "处理期限从收到次日起计算。")
    kind = forms.TypedChoiceField(label="什么问题", choices=Complaint.Kind.choices, coerce=Complaint.Kind)
    text = paragraph("投诉内容", "照来信或者记录填写。", rows=6)
    case = NumberedCases(label="涉及的申请件", help_text="登记号或者查询码；没有的不填。", most=1, required=False)
    name = line("投诉人姓名或者单位名称", "只有查证的人员能看到，不会告诉被投诉的机关。", most=100)
    contact = line("联系方式", "没有留的填“未留”。")

    def __init__(self, *args: Any, organs: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]
        self.fields["organ"].choices = [("", "请选择"), *((one.pk, str(one)) for one in in_tree_order(organs))]  # type: ignore[attr-defined]
        self.fields["case"].cases = cases  # type: ignore[attr-defined]

    def clean_case(self) -> Case | None:
        return next(iter(self.cleaned_data["case"]), None)


class FindingForm(forms.Form):
    is_founded = forms.TypedChoiceField(
        label="查证结论",
        choices=[("yes", "属实"), ("no", "不属实")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择属实或者不属实。"},
    )
    finding = paragraph("查证情况", "会告知投诉人，被投诉的机关也能看到。不要写投诉人是谁，写“投诉人”。", rows=5)
    order = paragraph("整改要求", "查证属实的填写。不要写投诉人是谁。", required=False)
    order_due_on = day("整改期限", "查证属实的填写。", required=False)


class MendedForm(forms.Form):
    done = paragraph("整改情况", rows=5)


class ReviewForm(forms.Form):
    organ = organ_field("被申请人、被告")
    kind = forms.TypedChoiceField(label="类别", choices=Review.Kind.choices, coerce=Review.Kind, widget=forms.RadioSelect)
    docket = line("案号", most=80)
    accepted_on = day("受理日期")
    case = NumberedCases(label="涉及的申请件", help_text="登记号或者查询码；只涉及主动公开的不填。", most=1, required=False)

    def __init__(self, *args: Any, organs: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]
        self.fields["case"].cases = cases  # type: ignore[attr-defined]

    def clean_case(self) -> Case | None:
        return next(iter(self.cleaned_data["case"]), None)


class ConclusionForm(forms.Form):
    result = forms.TypedChoiceField(label="结果", choices=Review.Result.choices, coerce=Review.Result, widget=forms.RadioSelect)
    on = day("审结日期")
    summary = paragraph("要点", "撤销、变更、确认违法、责令履行的，写明原因。", required=False)


class MeetingForm(forms.Form):
    cases = NumberedCases(label="会商的申请件", help_text="登记号或者查询码，每行一件，须是同一机关的。")
    subject = line("议题")
    on = day("会商日期")
    present = paragraph("参会单位")
    opinions = paragraph("各方意见", rows=5, required=False, most=5000)
    conclusion = paragraph("结论", rows=4, required=False, most=5000)
    is_standing = forms.BooleanField(label="形成口径，以后同类申请照此办理", required=False)

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].cases = cases  # type: ignore[attr-defined]
        self.fields["cases"].error_messages["required"] = "请填写会商的申请件。"


class PrecedentForm(forms.Form):
    title = line("案由", "例如：申请公开公租房配租名单。不写申请人是谁。")
    request = paragraph("申请内容", "改写成看不出申请人的样子。", rows=4)
    reasoning = paragraph("理由要点", "为什么这样答复，核对了什么。", rows=6, most=5000)
    tags = line("标签", "用顿号分开，例如：公租房、个人隐私。", required=False)

    def clean_tags(self) -> list[str]:
        return [tag for tag in re.split(r"[、,，;；\s]+", self.cleaned_data["tags"]) if tag]


class WithdrawnForm(forms.Form):
    why = paragraph("撤下的理由", most=300)


class ProposalForm(forms.Form):
    cases = NumberedCases(label="要同一信息的申请件", help_text="登记号或者查询码，每行一件，须是同一机关的。")
    subject = line("建议公开的信息")
    area = line(
        "公开的区域",
        "征地拆迁、物业管理、社会保障等只涉及一个地方的，写明区域，例如：青石街道槐树社区。不限区域的不填。",
        required=False,
        most=100,
    )
    reason = paragraph("理由")

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].cases = cases  # type: ignore[attr-defined]
        self.fields["cases"].error_messages["required"] = "请填写申请件。"


class ProposalDecisionForm(forms.Form):
    is_approved = forms.TypedChoiceField(
        label="决定",
        choices=[("yes", "同意转主动公开"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意或者不同意。"},
    )
    opinion = paragraph("意见", "不同意的须写明理由。", required=False)


class RepeatForm(forms.Form):
    """One of the same applicant's earlier cases at the same organ that were replied to."""

    earlier = forms.ModelChoiceField(
        label="前次申请",
        queryset=Case.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择前次申请。"},
    )

    def __init__(self, *args: Any, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["earlier"]
        field.queryset = earlier
        field.label_from_instance = lambda case: f"{case}　{case.about}（{case.decided_on:%Y-%m-%d} 答复）"


class ProposedDestructionForm(forms.Form):
    reason = paragraph("鉴定意见", "为什么不用继续保管。例如：已满保管期，没有查考价值，无未了结事项。", most=500)


class DestructionForm(forms.Form):
    is_approved = forms.TypedChoiceField(
        label="决定",
        choices=[("yes", "同意销毁"), ("no", "继续保管")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意销毁还是继续保管。"},
    )
    opinion = paragraph("意见", "继续保管的必须写明理由。", required=False, most=500)
    keep_years = forms.IntegerField(label="再保管几年", required=False, min_value=1, max_value=100, help_text="选择继续保管的填写。")
