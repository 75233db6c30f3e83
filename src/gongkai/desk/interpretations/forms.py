"""What is asked of an officer who plans, tells or approves an explanation."""

from datetime import datetime
from typing import Any

from django import forms

from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import in_tree_order, subtree
from gongkai.policies.actions import interpreting
from gongkai.policies.actions.interpreting import Plan, Telling
from gongkai.policies.models import Edition, Interpretation, InterpretationPlan
from gongkai.policies.rules.interpreting import AFTERWARDS, CHANNELS, COLUMNS, SYNTHETIC, Form, Ground, Perspective, Stage
from gongkai.ui.fields import day

FORMS = [(one.value, one.label) for one in Form]
STAGES = [(one.value, one.label) for one in Stage]
GROUNDS = [(one.value, one.label) for one in Ground]
PERSPECTIVES = [(one.value, one.label) for one in Perspective if one is not Perspective.AI]


class PlanForm(forms.Form):
    """解读方案."""

    stage = forms.ChoiceField(label="阶段", choices=STAGES, initial=Stage.RELEASE)
    office = forms.ChoiceField(label="起草单位", help_text="谁起草、谁解读：只有它能起草解读材料。")
    interpreter = forms.CharField(label="第一解读人", max_length=60, help_text="起草单位主要负责人，例如“市住房和城乡建设局局长”。")
    forms_ = forms.MultipleChoiceField(
        label="解读形式", choices=FORMS, widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选一种形式。"}
    )
    channels = forms.MultipleChoiceField(
        label="解读途径",
        choices=[(one, one) for one in CHANNELS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一种途径。"},
    )
    outline = forms.CharField(
        label="解读提纲", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text="讲哪些内容，最多 2000 字。"
    )
    due_on = day("解读时间", "最迟哪一天发布；应与文件同步。")
    clause = forms.CharField(label="针对的条款", max_length=60, required=False, help_text="二次解读、跟踪解读时填写，例如“第十三条”。")

    def __init__(self, edition: Edition, *args: Any, because: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.because = edition, because
        self.offices = {str(one.pk): one for one in in_tree_order(subtree(edition.policy.office)) if one.closed_on is None}
        self.fields["office"].choices = [(key, one.name) for key, one in self.offices.items()]  # type: ignore[attr-defined]

    def clean_office(self) -> Organisation:
        return self.offices[self.cleaned_data["office"]]

    def clean(self) -> None:
        if self.cleaned_data.get("stage") in set(AFTERWARDS) and not self.edition.is_published:
            self.add_error("stage", "文件还没有公开，先做草案解读或者发布解读。")


def plan_with(edition: Edition, because: str = "") -> Any:
    """The step of the form."""

    def step(*, by: Officer, at: datetime, **given: Any) -> InterpretationPlan:
        given["forms"] = given.pop("forms_")
        given["stage"] = Stage(given["stage"])
        return interpreting.plan(edition, Plan(**given, because=because), by=by, at=at)

    return step


class ExemptForm(forms.Form):
    ground = forms.ChoiceField(label="情形", choices=GROUNDS, widget=forms.RadioSelect, error_messages={"required": "请选择情形。"})
    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "请写明理由。"}
    )


class TellingForm(forms.Form):
    """怎么讲."""

    form = forms.ChoiceField(label="形式", choices=FORMS)
    perspective = forms.ChoiceField(label="视角", choices=PERSPECTIVES)
    column = forms.ChoiceField(label="栏目", required=False, choices=[("", "不进栏目"), *((one, one) for one in COLUMNS)])
    address = forms.CharField(
        label="播放地址",
        required=False,
        max_length=500,
        help_text="音频、视频、直播实录放在别处播放的填写，https 开头；上传到本站的不填，在附件里上传。正文写同样内容的文字。",
    )

    synthetic = forms.BooleanField(
        label=SYNTHETIC,
        required=False,
        help_text="合成的配音、数字人、生成的画面都算。公众在播放的地方会看到“人工智能合成”的提示（《人工智能生成合成内容标识办法》）。",
    )

    def __init__(self, *args: Any, of: Interpretation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of is not None and of.machine_made:
            self.fields["perspective"].choices = [(Perspective.AI.value, Perspective.AI.label)]  # type: ignore[attr-defined]


def told(given: dict[str, Any]) -> Telling:
    return Telling(Form(given["form"]), Perspective(given["perspective"]), given["column"], given["address"].strip(), given["synthetic"])


class BeginForm(TellingForm):
    """A blank explanation, to be written."""

    title = forms.CharField(label="标题", max_length=200)
    field_order = ("title", "form", "perspective", "column", "address", "synthetic")


class KitForm(forms.Form):
    form = forms.ChoiceField(
        label="自动起草",
        choices=[(Form.PICTURE.value, "一图读懂"), (Form.QA.value, "简明问答"), (Form.AUDIO.value, "讲稿（可供配音、数字人使用）")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一种。"},
    )


class MonthForm(forms.Form):
    office = forms.ChoiceField(label="发布单位")
    month = forms.ChoiceField(label="月份")

    def __init__(self, offices: list[Organisation], months: list[tuple[int, int]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(one.pk): one for one in offices}
        self.months = {f"{year}-{month:02}": (year, month) for year, month in months}
        self.fields["office"].choices = [(key, one.name) for key, one in self.offices.items()]  # type: ignore[attr-defined]
        self.fields["month"].choices = [(key, f"{year}年{month}月") for key, (year, month) in self.months.items()]  # type: ignore[attr-defined]

    def clean_office(self) -> Organisation:
        return self.offices[self.cleaned_data["office"]]

    def clean_month(self) -> tuple[int, int]:
        return self.months[self.cleaned_data["month"]]


class SeenForm(forms.Form):
    """The words the officer was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
