"""What is taken in and given out about applications for information. Names follow docs/words.md; dates are ISO."""

from datetime import date, datetime

from ninja import Field, Schema
from pydantic import ConfigDict

from gongkai.foi.actions.intake import MOST_FILES, MOST_TEXT
from gongkai.foi.rules.applicants import ApplicantKind, IdKind, Material
from gongkai.foi.rules.receipt import Carrier, Channel, Delivery


class Strict(Schema):
    """Nothing is taken in that would be passed over in silence."""

    model_config = ConfigDict(extra="forbid")


class FoiApplicantShape(Strict):
    """申请人（第二十九条）."""

    kind: ApplicantKind = Field(description="申请人类型，年度报告的六类")
    name: str = Field(max_length=100, description="姓名或者名称")
    id_kind: IdKind = Field(IdKind.RESIDENT, description="证件类型")
    id_number: str = Field("", max_length=30, description="证件号码；没有的，机关会请申请人补正")
    representative: str = Field("", max_length=100, description="法定代表人或者经办人")
    agent: str = Field("", max_length=200, description="代理人姓名、证件和电话")
    phone: str = Field("", max_length=40, description="联系电话；申请人凭它和查询码在网站查询")
    email: str = Field("", max_length=254)
    address: str = Field("", max_length=300, description="通信地址，选择邮寄的必填")
    fax: str = Field("", max_length=40)


class FoiFileShape(Strict):
    """随申请提交的材料. 身份证明和授权委托书加密保存."""

    name: str = Field(min_length=1, max_length=200, description="文件名，带扩展名")
    material: Material = Field(
        Material.OTHER, description="材料类别：identity 身份证明，authority 授权委托书，evidence 更正的证据材料，application 申请书等"
    )
    content: str = Field(description="文件内容，Base64")


class FoiApplicationShape(Strict):
    """一件申请."""

    organ: str = Field(min_length=2, max_length=120, description="受理机关：统一社会信用代码或者全称，须是密钥的使用单位或其下级")
    applicant: FoiApplicantShape
    info_title: str = Field("", max_length=200, description="所需信息的名称；名称、文号、特征描述至少一项")
    info_doc_no: str = Field("", max_length=80, description="文号")
    info_text: str = Field("", max_length=MOST_TEXT, description="便于查询的其他特征描述")
    purpose: str = Field("", max_length=200, description="用途，可以不填，不影响办理")
    carrier: Carrier = Field(Carrier.ELECTRONIC, description="所需信息的形式")
    delivery: Delivery = Field(Delivery.ONLINE, description="获取信息的途径")
    needs_help: str = Field("", max_length=100, description="需要的协助（第四十三条）")
    is_correction: bool = Field(False, description="是否更正自身信息（第四十一条）")
    files: list[FoiFileShape] = Field([], max_length=MOST_FILES)


class FoiReceiptShape(Schema):
    """接收回执."""

    ticket: str = Field(description="查询码；申请人凭它和联系电话在网站查询，也用于查询进度接口")
    number: str | None = Field(description="登记号；机关登记之前为 null")
    organ: str
    stage: str
    stage_words: str
    submitted_at: datetime
    received_on: date | None = Field(description="收到日（第三十一条）；双方确认之前为 null")
    track_url: str = Field(description="申请人查询进度的网页")
    message: str = Field(description="现在怎样、下一步是什么")


class FoiApplicantGivenShape(Schema):
    """申请人信息. 取得这些信息的系统对其安全负责（个人信息保护法）."""

    name: str
    id_kind: IdKind
    id_number: str
    representative: str
    agent: str
    phone: str
    email: str
    address: str
    fax: str


class FoiCaseShape(Schema):
    """台账的一行：办理情况，不含申请内容."""

    ticket: str = Field(description="查询码，一件申请一个，从始至终不变")
    number: str | None = Field(description="申请编号（登记号）")
    organ: str = Field(description="机关")
    organ_uscc: str = Field(description="机关的统一社会信用代码")
    received_on: date | None = Field(description="收到日")
    channel: Channel = Field(description="渠道")
    applicant_kind: ApplicantKind = Field(description="类型：申请人类型")
    is_correction: bool = Field(description="类型：是否更正自身信息")
    stage: str = Field(description="状态（环节）")
    stage_words: str
    outcome: str = Field(description="处理代码；还没有作出的为空")
    outcome_words: str
    decided_on: date | None = Field(description="作出日期")
    served_on: date | None = Field(description="送达日")
    closed_on: date | None = Field(description="办结日期")
    due_on: date | None = Field(description="期限；暂不能确定的为 null")
    is_paused: bool = Field(description="现在是否不计时")
    is_overdue: bool = Field(description="是否超期：办结晚于期限，或者在办而期限已过")


class FoiChangedShape(FoiCaseShape):
    changed_at: datetime
    applicant: FoiApplicantGivenShape | None = Field(None, description="要求并有权限时才有")


class FoiChangesShape(Schema):
    items: list[FoiChangedShape]
    next_cursor: str = Field(description="下次从这里接着取")
    more: bool = Field(description="后面还有；为假时过一会儿再来")


class FoiSaidShape(Schema):
    """期限说明的一句."""

    on: date | None = Field(description="这件事的日期；结论没有日期")
    says: str
    basis: str = Field(description="依据")


class FoiDayShape(Schema):
    """期限账的一天."""

    day: date
    weekday: str
    number: int | None = Field(description="第几个工作日；不计入的为 null")
    why: str = Field(description="为什么计入或者不计入")


class FoiClockShape(Schema):
    """期限账：这个期限是怎样算出来的."""

    due_on: date | None = Field(description="答复期限；暂不能确定的为 null，explained 的最后一句说明原因")
    first_due_on: date | None = Field(description="没有延长时的期限")
    is_provisional: bool = Field(description="暂定：正在征求意见，对方提前答复的会提前")
    state: str = Field(description="running 计时中 / paused 暂停计时 / closed 已停止")
    state_words: str
    remaining: int | None = Field(description="还剩几个工作日；负数为已超过的工作日，暂不能确定的为 null")
    explained: list[FoiSaidShape]
    days: list[FoiDayShape]


class FoiStandingShape(FoiCaseShape):
    """进度：办理情况和期限账."""

    clock: FoiClockShape | None = Field(description="确认收到之前为 null")
