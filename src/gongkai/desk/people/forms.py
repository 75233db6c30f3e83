"""What the pages of organisations, officers and keys ask."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.desk.facts_form import DayInput
from gongkai.people.models import Organisation
from gongkai.people.rules.api_keys import Scope
from gongkai.people.rules.organisations import Kind, Level, NameKind
from gongkai.people.rules.permits import Role


def _position() -> forms.IntegerField:
    return forms.IntegerField(label="次序", min_value=0, max_value=99999, initial=0, help_text="同级机关按它排列，数字小的在前。")


class OrganisationField(forms.TypedChoiceField):
    """One of the organisations handed in; the value is the organisation itself, or None when nothing is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        self.known: dict[int, Organisation] = {}
        super().__init__(coerce=lambda value: self.known[int(value)], empty_value=None, **kwargs)

    def offer(self, organisations: Sequence[Organisation]) -> None:
        self.known = {one.pk: one for one in organisations}
        blank = [] if self.required else [("", "无")]
        self.choices = [*blank, *((one.pk, "　" * one.depth + one.name) for one in organisations)]

    def __deepcopy__(self, memo: dict[int, Any]) -> "OrganisationField":
        copied: OrganisationField = super().__deepcopy__(memo)
        copied.known = {}
        copied.coerce = lambda value: copied.known[int(value)]
        return copied


class OrganisationForm(forms.Form):
    """Plain facts of an organisation."""

    short_name = forms.CharField(label="简称", required=False, max_length=60)
    kind = forms.TypedChoiceField(label="类别", coerce=Kind, choices=[(one.value, one.label) for one in Kind], initial=Kind.DEPARTMENT)
    region_code = forms.CharField(label="行政区划代码", required=False, max_length=6, help_text="6 位数字，用于一策一码。")
    uscc = forms.CharField(label="统一社会信用代码", required=False, max_length=18)
    position = _position()


class NewOrganisationForm(OrganisationForm):
    name = forms.CharField(label="全称", max_length=120, error_messages={"required": "请填写全称。"})
    level = forms.TypedChoiceField(label="层级", coerce=Level, choices=[(one.value, one.label) for one in Level])
    field_order = ["name", "short_name", "level", "kind"]


class RenameForm(forms.Form):
    name = forms.CharField(label="新名称", max_length=120, help_text="从今天起使用，原名称自动记为曾用名。")


class MoveForm(forms.Form):
    under = OrganisationField(label="移到哪个机关之下")

    def __init__(self, *args: Any, offered: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].offer(offered)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    succeeded_by = OrganisationField(label="承接机关", required=False, help_text="职责由哪个机关承接；没有的不选。")

    def __init__(self, *args: Any, offered: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["succeeded_by"].offer(offered)  # type: ignore[attr-defined]


class NameForm(forms.Form):
    name = forms.CharField(label="名称", max_length=120)
    kind = forms.TypedChoiceField(label="类别", coerce=NameKind, choices=[(one.value, one.label) for one in NameKind])
    since = forms.DateField(label="启用日期", required=False, widget=DayInput())
    until = forms.DateField(label="停用日期", required=False, widget=DayInput())


class DocCodeForm(forms.Form):
    code = forms.CharField(label="机关代字", max_length=20, help_text="发文字号里的单位代字，例如 澜政办发。")
    valid_from = forms.DateField(label="启用日期", required=False, widget=DayInput())
    valid_to = forms.DateField(label="停用日期", required=False, widget=DayInput())


class LastDayForm(forms.Form):
    on = forms.DateField(label="最后使用日期", widget=DayInput())


class OfficerForm(forms.Form):
    username = forms.CharField(label="用户名", max_length=60, help_text="3 至 60 位字母、数字或 . _ -。")
    name = forms.CharField(label="姓名", max_length=40)
    email = forms.CharField(label="电子邮箱", required=False, max_length=254, help_text="填写后，通知也会发到邮箱。")
    phone = forms.CharField(label="手机号码", required=False, max_length=20, help_text="加密保存。")
    external_id = forms.CharField(label="统一身份认证标识", required=False, max_length=120)


class NewOfficerForm(OfficerForm):
    organisation = OrganisationField(label="任职机关")
    roles = forms.TypedMultipleChoiceField(
        label="角色",
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        choices=[(role.value, role.label) for role in Role],
        error_messages={"required": "请至少选择一个角色。"},
    )

    def __init__(self, *args: Any, offered: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(offered)  # type: ignore[attr-defined]


class PostForm(forms.Form):
    organisation = OrganisationField(label="任职机关")
    role = forms.TypedChoiceField(label="角色", coerce=Role, choices=[(role.value, role.label) for role in Role])

    def __init__(self, *args: Any, offered: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(offered)  # type: ignore[attr-defined]


class KeyForm(forms.Form):
    name = forms.CharField(label="用途", max_length=80, help_text="例如 省政策库同步。")
    organisation = OrganisationField(label="使用单位")
    scopes = forms.TypedMultipleChoiceField(
        label="权限",
        coerce=Scope,
        widget=forms.CheckboxSelectMultiple,
        choices=[(scope.value, scope.label) for scope in Scope],
        initial=[Scope.READ.value],
        error_messages={"required": "请至少选择一项权限。"},
    )

    def __init__(self, *args: Any, offered: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(offered)  # type: ignore[attr-defined]
