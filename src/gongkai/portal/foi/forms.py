"""What an applicant fills in: the elements of 第二十九条 and nothing more."""

import secrets
from typing import Any

from django import forms

from gongkai.foi.actions.intake import CHOSEN_IN, MOST_FILES, MOST_TEXT, REQUEST, Handed, Submission, checked, wrong_phone
from gongkai.foi.organs import asked
from gongkai.foi.rules.applicants import ApplicantKind, IdKind, Material, id_kinds, wrong_id
from gongkai.foi.rules.receipt import TEXTS, Application, Arrival, Carrier, Channel, Delivery, Element
from gongkai.people.models import Organisation
from gongkai.people.queries import in_tree_order
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused
from gongkai.ui.fields import FilesField

ORGAN_WANTED = "请选择向哪个机关申请。"
HANDED_IN = (Material.IDENTITY, Material.AUTHORITY, Material.EVIDENCE)


class ApplyForm(forms.Form):
    """申请表. The steps on the page are the fieldsets named by STEPS."""

    TITLE = "提出政府信息公开申请"
    LEAD = "共四步，大约五分钟。不需要注册，不需要说明用途。"
    IS_CORRECTION = False

    organ = forms.ModelChoiceField(
        label="向哪个机关申请",
        queryset=Organisation.objects.none(),
        empty_label="请选择",
        error_messages={"required": ORGAN_WANTED, "invalid_choice": ORGAN_WANTED},
        help_text="谁制作、谁保存，就向谁申请。拿不准时选您认为最可能的机关，它会告诉您应当找谁。",
    )
    info_title = forms.CharField(
        label="您要的信息叫什么", required=False, max_length=200, help_text="文件或资料的名称，例如“某某小区2025年消防验收意见书”。"
    )
    info_doc_no = forms.CharField(label="文号", required=False, max_length=80, help_text="知道的话请填，能更快找到。")
    info_text = forms.CharField(
        label="怎样才能找到它",
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="时间、地点、项目、涉及的单位等便于查询的特征。名称、文号、特征至少填一项。请不要写别人的隐私。",
    )
    carrier = forms.ChoiceField(label="想要哪种形式", choices=[(one.value, one.label) for one in Carrier], initial=Carrier.ELECTRONIC)
    delivery = forms.ChoiceField(label="怎样拿到", choices=[(one.value, one.label) for one in Delivery], initial=Delivery.ONLINE)
    kind = forms.ChoiceField(label="您是", choices=[(one.value, one.label) for one in ApplicantKind], initial=ApplicantKind.NATURAL)
    name = forms.CharField(
        label="姓名或单位名称",
        max_length=100,
        error_messages={"required": "请填写姓名或单位名称。"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_kind = forms.ChoiceField(label="证件类型", choices=[(one.value, one.label) for one in IdKind], initial=IdKind.RESIDENT)
    id_number = forms.CharField(label="证件号码", max_length=30, error_messages={"required": "请填写证件号码。"})
    representative = forms.CharField(label="法定代表人或经办人", required=False, max_length=100, help_text="单位申请时填写。")
    id_proof = FilesField(label="身份证明", required=False, help_text="证件照片或扫描件，正反两面可以一起选。没有附上的，机关会请您补正。")
    agent = forms.CharField(label="代理人", required=False, max_length=200, help_text="委托别人办理时填写：姓名、证件号码、电话。")
    authority = FilesField(label="授权委托书", required=False, help_text="填写了代理人的请上传。")
    phone = forms.CharField(
        label="手机号码",
        max_length=40,
        error_messages={"required": "请填写手机号码：查询进度时要用到。"},
        help_text="用于联系您，也用于查询进度。",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(label="电子邮箱", required=False, error_messages={"invalid": "电子邮箱的格式不对，例如 name@example.cn。"})
    address = forms.CharField(label="通信地址", required=False, max_length=300, help_text="选择邮寄的请填写，包括邮政编码和收件人。")
    fax = forms.CharField(label="传真号码", required=False, max_length=40)
    needs_help = forms.CharField(
        label="需要的协助", required=False, max_length=100, help_text="阅读有困难、视力听力不便的，请告诉我们需要什么帮助。"
    )
    purpose = forms.CharField(label="用途", required=False, max_length=200, help_text="可以不填，不填不影响办理。")
    key = forms.CharField(label="这一页", required=False, widget=forms.HiddenInput, max_length=60)

    STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("要什么信息", ("organ", "info_title", "info_doc_no", "info_text")),
        ("怎样提供给您", ("carrier", "delivery", "address", "fax")),
        ("您是谁", ("kind", "name", "id_kind", "id_number", "id_proof", "representative", "agent", "authority")),
        ("怎样联系您", ("phone", "email", "needs_help", "purpose")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_organs(self.fields["organ"])

    def clean_key(self) -> str:
        """What tells a double click from a second application; a page that came without one gets it now."""
        return self.cleaned_data["key"] or secrets.token_hex(16)

    def clean(self) -> dict[str, Any]:
        """Whatever can be told from the form alone is told at once, each at its field: what is asked for, numbers that cannot be any, a
        file that cannot be taken, a way of delivery without its address."""
        given = super().clean() or {}
        if not any(given.get(name, "").strip() for name in REQUEST) and not self.errors.keys() & REQUEST.keys():
            self.add_error("info_title", f"请填写{Element.INFORMATION.words}。")
        self._clean_id(given)
        if wrong := wrong_phone(given.get("phone", "")):
            self.add_error("phone", wrong)
        self._clean_files(given)
        for delivery, name, wanted in (
            (Delivery.MAIL, "address", "选择邮寄的，请填写通信地址。"),
            (Delivery.EMAIL, "email", "选择电子邮件的，请填写电子邮箱。"),
            (Delivery.FAX, "fax", "选择传真的，请填写传真号码。"),
        ):
            if given.get("delivery") == delivery and not given.get(name) and name not in self.errors:
                self.add_error(name, wanted)
        return given

    def _clean_id(self, given: dict[str, Any]) -> None:
        if not {"kind", "id_kind", "id_number"} <= given.keys():
            return
        kind, id_kind = ApplicantKind(given["kind"]), IdKind(given["id_kind"])
        if id_kind not in id_kinds(kind):
            self.add_error("id_kind", f"{kind.label}的证件不能是“{id_kind.label}”，请重新选择。")
        elif wrong := wrong_id(id_kind, given["id_number"], today()):
            self.add_error("id_number", wrong)

    def _clean_files(self, given: dict[str, Any]) -> None:
        self.handed = [
            Handed(file.name or material.label, file.read(), material)
            for material in HANDED_IN
            for file in given.get(CHOSEN_IN[material], ())
        ]
        for file in self.handed:
            try:
                checked(file)
            except Refused as refused:
                self.add_error(refused.field, str(refused))
        if len(self.handed) > MOST_FILES:
            self.add_error(CHOSEN_IN[self.handed[-1].material], f"一次最多上传 {MOST_FILES} 个文件。")

    def steps(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """(title, fields, whether something in it is wrong)."""
        return [(title, [self[name] for name in names], any(self[name].errors for name in names)) for title, names in self.STEPS]

    def submission(self) -> Submission:
        """What was filled in, as the ledger takes it. Only after `is_valid`."""
        given, files = self.cleaned_data, self.handed
        application = Application(
            kind=ApplicantKind(given["kind"]),
            has_id_proof=any(file.material is Material.IDENTITY for file in files),
            has_authority=any(file.material is Material.AUTHORITY for file in files),
            carrier=Carrier(given.get("carrier", Carrier.ELECTRONIC)),
            delivery=Delivery(given["delivery"]),
            **{name: given.get(name, "") for name in TEXTS},
        )
        return Submission(
            application,
            Channel.ONLINE,
            Arrival(today()),
            id_kind=IdKind(given["id_kind"]),
            purpose=given.get("purpose", ""),
            needs_help=given["needs_help"],
            is_correction=self.IS_CORRECTION,
            files=files,
        )


class CorrectForm(ApplyForm):
    """要求更正自身信息 (第四十一条): a record about oneself that is wrong, with what proves it."""

    TITLE = "要求更正与您自己有关的信息"
    LEAD = "行政机关保存的、与您或者您单位有关的记录不准确，您有证据的，可以要求更正。不收费，不需要注册。"
    IS_CORRECTION = True

    info_title = forms.CharField(
        label="哪一份记录",
        max_length=200,
        help_text="例如“不动产登记簿上我家房屋的面积”。",
        error_messages={"required": "请写明是哪一份记录。"},
    )
    info_text = forms.CharField(
        label="错在哪里，应当是什么",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写清楚现在记的是什么，正确的是什么，从什么时候起。",
        error_messages={"required": "请写明错在哪里，应当是什么。"},
    )
    evidence = FilesField(
        label="证据材料",
        help_text="能证明记录不准确的证明、合同、判决书、证件等，可以一次选几个文件。加密保存，经办人说明理由才能打开。",
        error_messages={"required": "请附上能证明记录不准确的材料（条例第四十一条）。", "empty": "文件是空的，请重新选择。"},
    )
    delivery = forms.ChoiceField(label="怎样告知您结果", choices=[(one.value, one.label) for one in Delivery], initial=Delivery.ONLINE)
    info_doc_no = carrier = purpose = None  # type: ignore[assignment]  # of no use here

    STEPS = (
        ("要更正什么", ("organ", "info_title", "info_text", "evidence")),
        ("怎样告知您", ("delivery", "address", "fax")),
        ("您是谁", ("kind", "name", "id_kind", "id_number", "id_proof", "representative", "agent", "authority")),
        ("怎样联系您", ("phone", "email", "needs_help")),
    )


def offer_organs(field: Any) -> None:
    """The organs that can be asked, each followed by those below it."""
    field.queryset = asked()
    field.choices = [("", field.empty_label), *((one.pk, str(one)) for one in in_tree_order(field.queryset))]


class TrackForm(forms.Form):
    """查询: the code and the telephone, both."""

    ticket = forms.CharField(
        label="查询码", max_length=12, error_messages={"required": "请填写查询码。"}, help_text="提交申请时给您的 9 位码。"
    )
    phone = forms.CharField(
        label="手机号码",
        max_length=40,
        error_messages={"required": "请填写申请时留的手机号码。"},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
