"""What an officer fills in for each step of a case. Field names are the names of the actions' parameters."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.foi.actions.intake import MOST_TEXT
from gongkai.foi.models import Assignment, Consultation
from gongkai.foi.rules import reply_words
from gongkai.foi.rules.applicants import ApplicantKind, IdKind, Material
from gongkai.foi.rules.fees import Mode
from gongkai.foi.rules.outcomes import RULINGS, Outcome, Withdrawn
from gongkai.foi.rules.receipt import Carrier, Channel, Delivery
from gongkai.foi.rules.service import ServiceMode
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import in_tree_order
from gongkai.ui.fields import FilesField, day


def paragraph(label: str, help_text: str = "", rows: int = 3, required: bool = True, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}最多 {most} 字。"},
    )


def line(label: str, help_text: str = "", required: bool = True, most: int = 200) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=help_text, error_messages={"required": f"请填写{label}。"}
    )


def days(label: str, most: int) -> forms.IntegerField:
    wrong = dict.fromkeys(("required", "min_value", "max_value", "invalid"), f"请填写{label}：1 至 {most} 的整数。")
    return forms.IntegerField(label=label, min_value=1, max_value=most, help_text=f"1 至 {most} 个工作日。", error_messages=wrong)


def material(label: str, help_text: str = "") -> FilesField:
    """Scans that are kept with the case and go into the archive, unless they tell who asks: those are sealed."""
    told = f"{help_text}可以一次选几个文件。"
    return FilesField(label=label, required=False, help_text=told, error_messages={"empty": "文件是空的，请重新选择。"})


class ReceiptForm(forms.Form):
    """The day both sides confirmed it; of a letter that is signed for, the day of the signature."""

    on = day("双方确认的日期", "这一天是收到日，次日起算20个工作日。")
    how = line("怎样确认的", "例如：5月6日上午电话告知申请人本人。")

    def __init__(self, *args: Any, is_signed_for: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_signed_for:
            self.fields["on"].label = "签收日期"
            self.fields["on"].help_text = "签收单、邮政查询结果上的日期。签收之日是收到日，次日起算20个工作日。"
            self.fields["how"].label, self.fields["how"].help_text = "依据", "例如：签收单，邮件号 EA123456789CN。"
            self.fields["how"].error_messages["required"] = "请填写依据，例如签收单、邮件号。"


class ClarifyForm(forms.Form):
    items = paragraph("需要补正的事项", "每项一行。补正只能告知一次，请写全。", rows=5)
    answer_by = day("请申请人在哪一天前补正")

    def clean_items(self) -> list[str]:
        return [item.strip() for item in self.cleaned_data["items"].splitlines() if item.strip()]


class AnswerForm(forms.Form):
    on = day("收到的日期")
    text = paragraph("内容", required=False, most=MOST_TEXT)
    file = material("申请人交来的材料", "补正材料、理由说明的扫描件，随卷归档。")


class ClarifiedForm(AnswerForm):
    """Begins with what the application says now; what is changed stands in the letters from then on. The number of a paper is asked for
    where the application has none; what proves who asks, or an agent's right, is chosen apart and sealed."""

    file = material("其他补正材料", "随卷归档，不加密。证件、授权委托书请放在上面各自的一栏。")
    id_kind = forms.TypedChoiceField(label="证件类型", coerce=IdKind)
    id_number = line("证件号码", "申请时没有、这次补上的填写。", required=False, most=30)
    id_proof = material("身份证明", "证件的复印件、扫描件。加密保存，查看留痕，不进归档包。")
    authority = material("授权委托书", "有代理人的。加密保存，查看留痕，不进归档包。")

    info_title = line("补正后的信息名称", required=False)
    info_doc_no = line("补正后的文号", required=False, most=80)
    info_text = paragraph(
        "补正后的特征描述", "照申请人补正的内容改写，答复书引用改写后的；原来的描述保留备查。", required=False, most=MOST_TEXT
    )
    field_order = ("on", "text", "info_title", "info_doc_no", "info_text", "id_kind", "id_number", "id_proof", "authority", "file")

    def __init__(self, *args: Any, lacks_id: bool, kinds: Sequence[IdKind], is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]
        if not lacks_id:
            del self.fields["id_kind"], self.fields["id_number"]
        if is_correction:
            self.fields["file"].label = Material.EVIDENCE.label
            self.fields["file"].help_text = "能证明记录不准确的材料。加密保存，查看留痕，不进归档包。可以一次选几个文件。"


class AskReasonForm(forms.Form):
    why = paragraph("数量、频次明显超过合理范围的情况")
    answer_by = day("请申请人在哪一天前说明")


class JudgeReasonForm(forms.Form):
    is_reasonable = forms.TypedChoiceField(
        label="认定", choices=[("yes", "理由合理"), ("no", "理由不合理")], coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )
    why = paragraph("认定的依据")


class DelayForm(forms.Form):
    workdays = days("延迟的工作日", 60)
    why = paragraph("理由")


class ExtendForm(forms.Form):
    workdays = days("延长的工作日", 20)
    why = paragraph("延长的理由", "会写进给申请人的告知书。")


class ConsultForm(forms.Form):
    party = line("征求谁的意见")
    contact = line("联系方式", required=False)
    question = paragraph("征求意见的内容", "不要写申请人是谁，也不要写能认出申请人的内容。", rows=4)


class ConsultOrganForm(ConsultForm):
    """Of an organ that is here, or of one named in words: one of the two, since the other would be passed over."""

    organ = forms.ModelChoiceField(label="本平台上的机关", queryset=Organisation.objects.none(), required=False, empty_label="不在本平台")
    field_order = ("organ", "party", "contact", "question")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["organ"], Organisation.objects.open(), "不在本平台")
        self.fields["party"].required = False
        self.fields["party"].label = "不在本平台的机关名称"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        organ, party = given.get("organ"), given.get("party", "").strip()
        if organ and party and party != organ.name:
            self.add_error("party", "已经选择了本平台上的机关，这里不用再填。")
        elif not organ and not party and "organ" in given:
            self.add_error("organ", "请选择本平台上的机关；不在本平台的，请填写名称。")
        return given


class OpenConsultationForm(forms.Form):
    """A step about one of the consultations that are open."""

    consultation = forms.ModelChoiceField(label="征求对象", queryset=Consultation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["consultation"]
        field.queryset = asked
        field.label_from_instance = lambda row: f"{row.party}（{row.sent_on:%Y-%m-%d} 发出）"


class ReachedForm(OpenConsultationForm):
    on = day("对方收到的日期")


class OpinionForm(OpenConsultationForm):
    on = day("收到意见的日期")
    answer = forms.ChoiceField(label="意见", choices=[one for one in Consultation.Answer.choices if one[0] != Consultation.Answer.SILENT])
    reason = paragraph("理由", "不同意公开的必须有理由。", required=False)
    file = material("意见回复", "对方书面意见的扫描件，随卷归档。")


class ChargeForm(forms.Form):
    mode = forms.ChoiceField(label="计收方式", choices=[(one.value, one.label) for one in Mode], widget=forms.RadioSelect)
    why = paragraph("数量、频次明显超过合理范围的情况", "写进收费通知书，例如：本月已提出31件申请。不要写申请人的姓名。", most=500)
    pages = forms.IntegerField(label="页数", required=False, min_value=0, max_value=100_000, help_text="按量计收时填写，A4 单面为 1 页。")

    def clean_pages(self) -> int:
        return self.cleaned_data["pages"] or 0

    def clean_mode(self) -> Mode:
        return Mode(self.cleaned_data["mode"])


class NoticeForm(forms.Form):
    on = day("申请人收到通知的日期", "以签收记录、送达记录为准。补正、说明理由、缴费的期限自这一天起算，缴费是次日起20个工作日内。")
    file = material("送达凭证", "签收单、邮政凭证的扫描件，随卷归档。")


class PaymentForm(forms.Form):
    on = day("缴费日期")
    receipt_no = line("票据号", required=False, most=60)
    file = material("缴费凭证", "票据的扫描件，随卷归档。")


class SearchForm(forms.Form):
    place = line("检索的系统或档案", "例如：公文系统、综合档案室2015年基建卷。")
    words = line("检索词", most=300)
    reach = line("检索范围", "例如：2010年至2025年全部收发文。", most=300)
    is_found = forms.TypedChoiceField(
        label="检索结论",
        choices=[("no", "没有找到所申请的信息"), ("yes", "找到了所申请的信息")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择找到或者没有找到。"},
    )
    found = paragraph("检索的情况", "例如：查到3份，都不是所申请的信息；或者：没有任何记录。")


class DispatchForm(forms.Form):
    office = forms.ModelChoiceField(label="主办单位", queryset=Organisation.objects.none(), error_messages={"required": "请选择主办单位。"})
    task = paragraph("请办事项", most=500)
    due_on = day("反馈期限", "不能晚于法定答复期限。")

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["office"], offices, "---------")


def _offer(field: Any, offices: QuerySet[Organisation], nothing: str = "") -> None:
    """The offices, a government's own departments before the governments below it; `nothing`: the words of the empty choice."""
    field.queryset = offices
    empty = [("", nothing)] if nothing else []
    field.choices = [*empty, *((one.pk, str(one)) for one in in_tree_order(offices, by_level=True))]


class AskHelpForm(forms.Form):
    offices = forms.ModelMultipleChoiceField(
        label="协办单位", queryset=Organisation.objects.none(), error_messages={"required": "请选择协办单位。"}
    )
    task = paragraph("请协办的事项", most=500)
    due_on = day("反馈期限", "不能晚于法定答复期限。")

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["offices"], offices)


class OpenAssignmentForm(forms.Form):
    """A step about what one of the asked offices was given."""

    assignment = forms.ModelChoiceField(label="单位", queryset=Assignment.objects.none(), empty_label=None)

    def __init__(self, *args: Any, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignment"]
        field.queryset = asked
        field.label_from_instance = lambda row: f"{row.office}：{row.task[:30]}"


class HelpForm(OpenAssignmentForm):
    answer = paragraph("反馈意见", rows=5, most=MOST_TEXT)


class GiveBackForm(OpenAssignmentForm):
    why = paragraph("退回的原因", most=500)


class NoteForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别", choices=[("internal", "内部备注"), ("contact", "与申请人沟通")], widget=forms.RadioSelect, initial="internal"
    )
    text = paragraph("内容", rows=4)


class HandlerForm(forms.Form):
    handler = forms.ModelChoiceField(label="承办人", queryset=Officer.objects.none(), error_messages={"required": "请选择承办人。"})

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["handler"]
        field.queryset = officers
        field.label_from_instance = lambda officer: officer.name


class RemindForm(forms.Form):
    text = paragraph("想说的话", required=False, most=300)


class WithdrawForm(forms.Form):
    cause = forms.TypedChoiceField(
        label="终止的原因",
        choices=[(one.value, one.label) for one in Withdrawn],
        coerce=Withdrawn,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择申请人撤回、死亡，或者申请单位终止。"},
        help_text="申请人撤回的，生成的文书是写给申请人的；死亡、终止的，只作记录，不写收件人。",
    )
    why = paragraph("终止的情况", "例如：申请人5月8日书面撤回；申请人5月6日死亡；申请单位5月2日注销。请不要写申请人的姓名。")
    material = line("依据的材料", "例如：5月8日的撤回书；死亡证明；注销登记信息。原件随卷保存。", most=300)


class SplitForm(forms.Form):
    parts = paragraph("拆分成哪几项", "每项一行。第一项留在这件申请，其余各成一件，收到日不变。", rows=6, most=MOST_TEXT)

    def clean_parts(self) -> list[str]:
        return self.cleaned_data["parts"].splitlines()


class CloseForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label="终止的原因",
        choices=[(one.value, one.label) for one in (Outcome.F1_NO_CORRECTION, Outcome.F2_NO_PAYMENT)],
        coerce=Outcome,
        widget=forms.RadioSelect,
    )


BY_POST = (("", "不是邮寄"), ("中国邮政（EMS）", "邮政特快专递（EMS）"), ("挂号信", "挂号信"), ("中国邮政", "邮政企业的其他给据邮件"))


class ServeForm(forms.Form):
    """How a letter went out; `modes` are those that are lawful for it."""

    mode = forms.TypedChoiceField(label="送达方式", coerce=ServiceMode)
    sent_on = day("送达日期", "邮寄的填交邮之日。")
    carrier = forms.ChoiceField(
        label="邮寄方式", choices=BY_POST, required=False, help_text="邮寄的必选。只能通过邮政企业，不能使用其他快递公司。"
    )
    mail_no = line("邮件号", "邮寄的必填。", required=False, most=60)
    signed_for_on = day("签收日期", "直接送达、委托送达的必填；邮寄的，知道后再登记签收也可以。", required=False)
    file = material("送达凭证", "签收单、邮政凭证、送达回证的扫描件，随卷归档。")

    def __init__(self, *args: Any, modes: Iterable[ServiceMode] = ServiceMode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [(one.value, one.label) for one in modes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("mode") is not ServiceMode.MAIL_POST and "carrier" in given:
            given["carrier"] = ""
        return given


class SignedForForm(forms.Form):
    on = day("签收日期", "以签收单、邮政查询结果为准。邮寄的，送达之日仍是交邮之日。")
    file = material("签收凭证", "签收单、邮政查询结果的扫描件，随卷归档。")


class OpinionTextForm(forms.Form):
    opinion = paragraph("审查意见", required=False)


class WhyForm(forms.Form):
    why = paragraph("意见")


class MistakeForm(forms.Form):
    why = paragraph("更正的原因", "例如：是另一件申请的补正；日期看错了。", most=300)


class OutcomeForm(forms.Form):
    """The first step of a draft: which decision. Its fields come from `rules.reply_words.fields`."""

    outcome = forms.TypedChoiceField(
        label="处理决定", choices=[(one.value, one.label) for one in Outcome if one.value[0] != "F"], coerce=Outcome
    )


def _kept_to(objecting: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="下列第三方不同意公开的内容，本答复都没有公开",
        choices=objecting,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选的，不用写决定公开的理由，也不另行告知。没有勾选的，视为决定公开，须写明理由，并书面告知第三方。",
        error_messages={"invalid_choice": "请从列出的第三方中勾选。"},
    )


class DraftForm(forms.Form):
    """What the reply says, field by field; names are those of `rules.reply_words.fields`."""

    def __init__(self, *args: Any, outcome: Outcome, objecting: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in reply_words.fields(outcome).items():
            if name == reply_words.THIRD_PARTY_REASON and objecting and outcome is Outcome.B_PARTIAL:
                self.fields[reply_words.OBJECTED_WITHHELD] = _kept_to(objecting)
            is_needed = name in RULINGS[outcome].needs
            self.fields[name] = paragraph(label, "送审前必须填写。" if is_needed else "", required=False, rows=4, most=MOST_TEXT)
            self.fields[name].needed_later = is_needed  # type: ignore[attr-defined]
        self.fields["body"] = paragraph("其他要说明的", required=False, rows=4, most=MOST_TEXT)

    def clean_objected_withheld(self) -> str:
        return ",".join(self.cleaned_data[reply_words.OBJECTED_WITHHELD])


class FileForm(forms.Form):
    file = forms.FileField(
        label="文件", error_messages={"required": "请选择文件。"}, help_text="作者、批注、修订记录等隐藏信息会自动清除。"
    )


class RecordForm(forms.Form):
    """An application that came by another way, typed in by an officer. The element names are those of 第二十九条."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", label="这一页", required=False, widget=forms.HiddenInput)  # sent twice it is one application
    organ = forms.ModelChoiceField(label="受理机关", queryset=Organisation.objects.none(), empty_label=None)
    channel = forms.TypedChoiceField(
        label="渠道", choices=[(one.value, one.label) for one in Channel if one is not Channel.ONLINE], coerce=Channel
    )
    arrived_on = day("到达日期")
    signed_for_on = day("签收日期", "挂号信、邮政快递填写。", required=False)
    confirmed_on = day("与申请人确认的日期", "平常信函、传真、电子邮件填写；还没有确认的不填。", required=False)
    confirmed_by = line("怎样确认的", required=False)
    elsewhere = forms.BooleanField(
        label="寄给了本机关的其他内设机构或者个人",
        required=False,
        help_text="公开机构收到当日应与申请人电话确认，确认之日为收到日（国办公开办函〔2015〕207号）。",
    )
    reachable_again_on = day("恢复联络的日期", "当时联系不上申请人、已登记在案的填写，自这一天起算。", required=False)
    is_correction = forms.BooleanField(
        label="要求更正与自身相关的信息记录",
        required=False,
        help_text="依据条例第四十一条办理：有权更正的，审核属实后更正；无权更正的，转送有权的机关或者告知申请人。",
    )
    kind = forms.TypedChoiceField(label="申请人类型", choices=[(one.value, one.label) for one in ApplicantKind], coerce=ApplicantKind)
    name = line("姓名或单位名称", most=100)
    id_kind = forms.TypedChoiceField(label="证件类型", choices=[(one.value, one.label) for one in IdKind], coerce=IdKind)
    id_number = line("证件号码", "申请书上没有的不填，之后请申请人补正。", required=False, most=30)
    representative = line("法定代表人或经办人", required=False, most=100)
    agent = line("代理人", required=False)
    phone = line("联系电话", required=False, most=40)
    email = forms.EmailField(label="电子邮箱", required=False, error_messages={"invalid": "电子邮箱的格式不对。"})
    address = line("通信地址", required=False, most=300)
    fax = line("传真号码", required=False, most=40)
    info_title = line("所需信息名称", required=False)
    info_doc_no = line("文号", required=False, most=80)
    info_text = paragraph("其他特征描述", required=False, rows=5, most=MOST_TEXT)
    purpose = line("用途", "申请人自己写明的才填，不得要求申请人说明。", required=False)
    carrier = forms.TypedChoiceField(label="载体", choices=[(one.value, one.label) for one in Carrier], coerce=Carrier)
    delivery = forms.TypedChoiceField(label="获取途径", choices=[(one.value, one.label) for one in Delivery], coerce=Delivery)
    needs_help = line("需要的协助", required=False, most=100)
    id_proof = FilesField(label="身份证明", required=False, help_text="可以一次选几个文件，例如正反两面。加密保存，查看留痕。")
    authority = FilesField(label="授权委托书", required=False, help_text="有代理人的。加密保存，查看留痕。")
    application = FilesField(label="申请书扫描件", required=False, help_text="可以一次选几个文件。")
    evidence = FilesField(label="更正的证据材料", required=False, help_text="要求更正的附上，可以一次选几个文件。加密保存，查看留痕。")
    envelope = FilesField(label="信封、签收单", required=False)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = offices  # type: ignore[attr-defined]
