"""The applications of the demo city, one story each: invented people, invented matters. What each is there to show is its first line."""

from collections.abc import Mapping
from datetime import date, datetime, time

from demo import foi, reading
from demo.foi import Asker, Days, Desk, Story, Town, answered, drafted, reviewed, sent, taken_up
from gongkai.documents.redaction import Ground, Word
from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.writers import pdf
from gongkai.foi.actions import archive, counter, intake, pacing, proactive, records, replies, serving, told, waits, work
from gongkai.foi.actions.intake import Handed
from gongkai.foi.followers import keep_up_with_the_day
from gongkai.foi.models import Case, Complaint, Consultation, Note, Review, Service
from gongkai.foi.rules import fees
from gongkai.foi.rules.applicants import ApplicantKind, IdKind
from gongkai.foi.rules.counter import Reader, Shown
from gongkai.foi.rules.outcomes import Evidence, Outcome
from gongkai.foi.rules.receipt import Arrival, Carrier, Channel, Delivery
from gongkai.people.models import Officer, Organisation
from gongkai.shared.clock import BEIJING

ZHANG = Asker("张三", "990100199001010012", "13900001234", email="zhangsan@example.com", address="澜州市汀湾区望潮街道槐树巷12号3单元502室")
LIU = Asker("刘雨桐", "990101198802190027", "13900002288", email="liuyutong@example.com")
HE = Asker("何建国", "990103196611050017", "13900003366", address="澜州市屿北区鹿鸣街道柏树里6号")
TANG = Asker("唐晓岚", "990102199306080049", "13900004477", email="tangxl@example.com")
QIN = Asker("秦守业", "990101197809220036", "13900005599", address="棠川县青禾镇上棠村41号")
LAWYERS = Asker(
    "南澜正衡律师事务所", "31990000MD10000021", "0999-5559031", ApplicantKind.LEGAL_LAW, "梅若谷", address="澜州市汀湾区海晏路66号7楼"
)
BUILDERS = Asker("澜州晨筑装饰工程有限公司", "91990100MA1000001N", "0999-5559012", ApplicantKind.LEGAL_COMMERCIAL, "史长庚")
VOLUNTEERS = Asker("澜州市清流环保志愿者协会", "52990100MJ1000003E", "0999-5559047", ApplicantKind.LEGAL_WELFARE, "尹静姝")
SCHOLARS = Asker("澜州大学城乡规划研究所", "12990000MB10000042", "0999-5559058", ApplicantKind.LEGAL_RESEARCH, "蒋一苇")

HOUSING, TRANSPORT = "lan-zhujian", "lan-jiaotong"
ALLOTTED = "2025年度公共租赁住房配租名单"


def load(organs: Mapping[str, Organisation], officers: Mapping[str, Officer], *, on: date) -> Town:
    """All stories, as they stand on this day. Call it in the transaction that makes the city."""
    desks = {}
    for office in (HOUSING, TRANSPORT):
        cast = reading.cast_of(office)
        desks[office] = Desk(organs[office], *(officers[name] for name in (cast.editor, cast.reviewer, cast.signer)))
    town = Town(Days.until(on), desks, organs, officers, {})
    foi.run([foi.equipped(town), *(story(town) for story in STORIES)])
    keep_up_with_the_day(datetime.combine(on, time(0, 5), BEIJING))
    return town


# —— in hand ——


def waits_for_confirmation(town: Town) -> Story:
    """Sent on the portal yesterday afternoon, not yet confirmed."""
    at = yield town.days.before(1, "16:25")
    wanted = ZHANG.asks("老旧小区加装电梯补贴资金使用情况", "2025年以来市级加装电梯补贴资金的拨付台账，按小区列明", at)
    town.cases["zhang"] = intake.submit(town.desks[HOUSING].organ, wanted, by=None, at=at)


def came_by_registered_mail(town: Town) -> Story:
    """A signed-for letter typed in by the office: received on the day of the signature, not yet registered."""
    desk = town.desks[HOUSING]
    at = yield town.days.before(1, "10:30")
    arrived = Arrival(town.days.before(2).date(), signed_for_on=town.days.before(2).date())
    wanted = HE.asks(
        "柏树里6号院房屋安全鉴定报告",
        "我住的楼2024年做过鉴定，申请公开鉴定报告全文",
        at,
        channel=Channel.MAIL_SIGNED,
        arrival=arrived,
        delivery=Delivery.MAIL,
        carrier=Carrier.PAPER,
    )
    intake.submit(desk.organ, wanted, by=desk.editor, at=at)


def is_asked_to_clarify(town: Town) -> Story:
    """Not clear what is wanted: asked once, within seven working days."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, TANG, "小区配套的文件", "申请公开我们小区配套的全部文件", 6)
    at = yield town.days.before(4, "11:00")
    wanted = ["请写明小区的名称和位置", "请写明所说“配套”是指幼儿园、道路、绿地还是其他设施，以及大致的时间范围"]
    made = told.clarify(case, wanted, answer_by=town.days.later(at, 10), by=desk.editor, at=at)
    sent(made.letters, desk, at)
    at = yield town.days.before(4, "11:20")
    work.note(case, Note.Kind.CONTACT, "已电话说明需要补正的两项内容，申请人表示会在网上补正。", by=desk.editor, at=at)


def consults_a_third_party(town: Town) -> Story:
    """A company's construction contract: the company is asked, the clock waits."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, LIU, "望潮片区老旧小区改造工程施工合同", "望潮片区2025年改造项目的施工合同及其附件", 12)
    town.cases["consulted"] = case
    at = yield town.days.before(9, "10:00")
    made = told.consult(
        case,
        Consultation.Kind.THIRD_PARTY,
        party="澜州海晏建设集团有限公司",
        contact="澜州市汀湾区观海路9号 0999-5559083",
        question="有人申请公开贵公司与本机关签订的望潮片区2025年老旧小区改造工程施工合同及其附件，是否同意公开，请于收到之日起15个工作日内书面答复。",
        by=desk.editor,
        at=at,
    )
    sent(made.letters, desk, at)
    at = yield town.days.before(7, "16:10")
    waits.record_reached(case.consultations.get(), on=town.days.before(8).date(), by=desk.editor, at=at)


def is_charged(town: Town) -> Story:
    """A thousand-page file on paper: charged by the page, the formula shown."""
    desk = town.desks[HOUSING]
    asked = ("屿北新城安置房工程竣工验收备案卷宗", "屿北新城一期安置房全部楼栋的竣工验收备案材料复印件")
    case = yield from taken_up(town, desk, LAWYERS, *asked, 15, delivery=Delivery.MAIL, carrier=Carrier.PAPER)
    at = yield town.days.before(5, "10:20")
    why = "申请单位本月已提出18件申请，要求提供的材料达数千页"
    made = told.charge(case, fees.Mode.BY_PAGE, why=why, pages=186, by=desk.editor, at=at)
    sent(made.letters, desk, at)
    at = yield town.days.before(2, "9:40")
    waits.record_notice(case, on=town.days.before(3).date(), by=desk.editor, at=at)


def is_extended(town: Town) -> Story:
    """Much to look through: the head gives twenty more working days before the first date passes."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, SCHOLARS, "2016年以来房屋征收补偿方案", "市区两级历年房屋征收补偿方案及论证意见，供研究使用", 18)
    at = yield town.days.before(11, "9:30")
    helpers = [town.organs["yubei"], town.organs["tingwan"]]
    told.ask_help(case, helpers, "请提供2016年以来本区房屋征收补偿方案目录", town.days.before(6).date(), by=desk.editor, at=at)
    at = yield town.days.before(5, "15:00")
    asked = case.assignments.get(office=helpers[0])
    work.give_help(asked, "屿北区2016年以来共11个征收项目，补偿方案目录已整理，可以提供。", by=desk.editor, at=at)
    at = yield town.days.before(3, "9:10")
    made = told.extend(case, 20, "涉及多个年度、多个区的档案，需要逐卷核对", by=desk.signer, at=at)
    sent(made.letters, desk, at)


def is_in_review(town: Town) -> Story:
    """Passed for secrecy, not yet for law. Asks for what somebody else was given before: put forward for publication."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, LIU, ALLOTTED, "申请公开2025年度全市公共租赁住房配租对象名单和配租结果", 14)
    at = yield town.days.before(12, "10:00")
    reason = "一年内已有两名申请人申请同一信息，该名单不涉及第十四条至第十六条所列情形，建议纳入主动公开。"
    proactive.propose([town.case("allotted"), case], ALLOTTED, reason, by=desk.editor, at=at)
    items = {Evidence.ITEMS: "《2025年度公共租赁住房配租名单》1份（电子文档）"}
    yield from drafted(town, desk, case, Outcome.A2_GRANTED, items, 3)
    at = yield town.days.before(1, "9:20")
    replies.pass_secrecy(case, "名单已隐去证件号码，可以公开。", by=desk.reviewer, at=at)


def awaits_signature(town: Town) -> Story:
    """Reviewed by others, on the head's desk; due in a few days."""
    desk = town.desks[HOUSING]
    asked = ("装饰装修企业信用评价实施细则", "2026年起施行的装饰装修企业信用评价细则和评分标准")
    case = yield from taken_up(town, desk, BUILDERS, *asked, 17)
    where = {Evidence.PUBLIC_SOURCE: "澜州市人民政府门户网站“政策文件库”，检索“信用评价实施细则”即可查阅、下载"}
    yield from drafted(town, desk, case, Outcome.A1_ALREADY_PUBLIC, where, 3)
    yield from reviewed(town, desk, case, 2)


def was_asked_before(town: Town) -> Story:
    """The same applicant asks for what he was given: linked to the earlier case, a reply that it is not processed again in draft."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, ZHANG, ALLOTTED, "再次申请公开2025年度公共租赁住房配租名单", 8)
    at = yield town.days.before(5, "10:10")
    work.mark_repeat(case, town.case("allotted"), by=desk.editor, at=at)
    at = yield town.days.before(2, "15:30")
    replies.draft(case, Outcome.E2_REPEAT, {}, "前次答复所附名单没有变化。", by=desk.editor, at=at)


def asked_for_two_things(town: Town) -> Story:
    """Two matters in one application: split, each with its own number."""
    desk = town.desks[HOUSING]
    asked = ("上棠村征地安置和危房改造资料", "一、上棠村安置房选址批复；二、上棠村2025年农村危房改造补助对象名单")
    case = yield from taken_up(town, desk, QIN, *asked, 4, delivery=Delivery.MAIL, carrier=Carrier.PAPER)
    at = yield town.days.before(2, "9:30")
    intake.split(case, ["上棠村安置房选址批复", "上棠村2025年农村危房改造补助对象名单"], by=desk.editor, at=at)


def is_overdue(town: Town) -> Story:
    """With the transport bureau, given to the company that has the figures, not answered in time; its applicant complains, supervision reminds."""
    desk = town.desks[TRANSPORT]
    case = yield from taken_up(town, desk, VOLUNTEERS, "公交车辆更新和尾气检测数据", "2023年以来公交车辆更新台账和年度尾气检测结果", 23)
    at = yield town.days.before(20, "9:30")
    task = "请提供2023年以来公交车辆更新台账和检测结果"
    told.dispatch(case, town.organs["lan-gongjiao"], task, town.days.before(12).date(), by=desk.editor, at=at)
    at = yield town.days.before(1, "8:40")
    text = "申请已经超过答复期限，至今没有收到答复。"
    records.complain(desk.organ, Complaint.Kind.LATE, text, name=VOLUNTEERS.name, contact=VOLUNTEERS.phone, case=case, at=at)
    at = yield town.days.before(1, "9:00")
    work.remind(case, "已超过答复期限，请立即办理", by=town.officers["wuhao"], at=at)


def reaches_into_next_year(town: Town) -> Story:
    """Extended into a year whose holidays are not yet announced: the date is not guessed."""
    desk = town.desks[TRANSPORT]
    case = yield from taken_up(town, desk, TANG, "跨海通道工程可行性研究报告", "跨海通道前期工作形成的可行性研究报告及评估意见", 9)
    at = yield town.days.before(2, "14:30")
    made = told.extend(case, 20, "卷宗存于多家单位，需要调取后逐项审查", by=desk.signer, at=at)
    sent(made.letters, desk, at)


# —— answered ——


def was_granted(town: Town) -> Story:
    """Answered in time, and the applicant is content."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, ZHANG, ALLOTTED, "申请公开我市2025年度公共租赁住房配租对象名单及配租结果", 45)
    town.cases["allotted"] = case
    items = {Evidence.ITEMS: "《2025年度公共租赁住房配租名单》1份（电子文档，已隐去证件号码）"}
    yield from answered(town, desk, case, Outcome.A2_GRANTED, items, 33)
    at = yield town.days.before(31, "20:15")
    work.rate(case, 5, "答复很快，名单清楚。", at=at)


def was_answered_late(town: Town) -> Story:
    """Served four working days after the date; the complaint about it was found true and put right."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, BUILDERS, "装修垃圾消纳场选址方案", "2026年装修垃圾消纳场选址的批准文件", 60)
    at = yield town.days.before(38, "8:50")
    complaint = records.complain(
        desk.organ,
        Complaint.Kind.LATE,
        "申请已超过二十个工作日，没有收到答复，也没有收到延期通知。",
        name=BUILDERS.name,
        contact=BUILDERS.phone,
        case=case,
        at=at,
    )
    yield from answered(town, desk, case, Outcome.A2_GRANTED, {Evidence.ITEMS: "选址批准文件1份"}, 36)
    at = yield town.days.before(30, "10:00")
    records.hear(
        complaint,
        "经查，该申请答复超过法定期限4个工作日，未办理延期，投诉属实。答复已于期限届满后送达。",
        is_founded=True,
        order="通报批评，逐件核对在办申请的期限，并书面反馈。",
        order_due_on=town.days.before(20).date(),
        by=town.officers["wuhao"],
        at=at,
    )
    at = yield town.days.before(23, "11:00")
    records.report_mended(complaint, "已逐件核对在办申请期限，明确到期前三个工作日由负责人督办。", by=desk.editor, at=at)


def was_refused(town: Town) -> Story:
    """Notes of a discussion: withheld as information of a process; taken to reconsideration and upheld."""
    desk = town.desks[HOUSING]
    asked = ("物业费指导价调整讨论记录", "2026年物业服务收费指导价调整研究过程中的会议记录和内部讨论稿")
    case = yield from taken_up(town, desk, HE, *asked, 52, delivery=Delivery.MAIL, carrier=Carrier.PAPER)
    grounds = {
        Evidence.GROUNDS: "您申请的会议记录、讨论稿形成于指导价调整的研究过程，属于讨论记录、过程稿一类过程性信息，"
        "且法律、法规、规章没有规定应当公开；指导价正式文件公布后您可以查阅"
    }
    yield from answered(town, desk, case, Outcome.C6_PROCESS, grounds, 40)
    at = yield town.days.before(29, "9:30")
    review = records.record_review(
        desk.organ,
        Review.Kind.RECONSIDERATION,
        f"澜府复〔{at.year}〕37号",
        accepted_on=town.days.before(30).date(),
        case=case,
        by=desk.editor,
        at=at,
    )
    at = yield town.days.before(6, "15:00")
    said = "复议机关认为该信息属于过程性信息，不予公开决定事实清楚、适用依据正确，维持。"
    records.conclude_review(review, Review.Result.UPHELD, on=town.days.before(7).date(), summary=said, by=desk.editor, at=at)


def was_not_found(town: Town) -> Story:
    """Searched for in three places and not found; told without its applicant it is a public precedent."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, QIN, "1998年上棠村水库移民房屋产权登记底册", "1998年前后登记底册", 57, delivery=Delivery.MAIL)
    at = yield town.days.before(52, "10:00")
    for place, reach in (("市住建局档案室", "1995—2002年房产类档案"), ("澜州市城建档案馆", "1998年全宗"), ("局办公系统", "全部年度")):
        work.search(
            case, place=place, words="上棠村、水库移民、产权登记", reach=reach, found="没有找到", is_found=False, by=desk.editor, at=at
        )
    yield from answered(
        town, desk, case, Outcome.D1_NOT_FOUND, {}, 47, "农村房屋登记资料2009年以前由县级保管，您可以向棠川县人民政府咨询。"
    )
    at = yield town.days.before(39, "14:00")
    precedent = records.make_precedent(
        case,
        title="申请公开上世纪九十年代农村房屋登记底册",
        request="申请人申请公开某村1998年前后的房屋产权登记底册。",
        reasoning="行政机关在本单位档案室、城建档案馆和办公系统以三组检索词检索，均未发现，检索记录完整，答复信息不存在，并指明可能保管的机关。",
        tags=["信息不存在", "检索义务", "房屋登记"],
        by=desk.editor,
        at=at,
    )
    at = yield town.days.before(37, "10:00")
    records.approve_precedent(precedent, by=desk.signer, at=at)


def was_granted_in_part(town: Town) -> Story:
    """A list with telephone numbers in it: redacted, the rest given out."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, SCHOLARS, "既有住宅加装电梯联合审查意见", "海棠社区3号楼加装电梯的联合审查意见", 34)

    def enclose(at: datetime) -> None:
        file = replies.attach(case, Handed("加装电梯联合审查意见.pdf", pdf.write(LIFT_REVIEW)), by=desk.editor, at=at)
        hidden = [Word("业主代表叶某某", Ground.PRIVACY), Word("0999-5559099", Ground.PRIVACY)]
        replies.redact(file, (), words=hidden, by=desk.editor, at=at)

    facts = {
        Evidence.ITEMS: "《海棠社区3号楼加装电梯联合审查意见》1份，遮盖业主姓名和电话",
        Evidence.GROUNDS: "遮盖的姓名、电话属于个人隐私，公开会对第三方合法权益造成损害",
    }
    yield from answered(town, desk, case, Outcome.B_PARTIAL, facts, 22, enclose=enclose)
    at = yield town.days.before(21, "8:40")
    work.rate(case, 4, at=at)


def was_archived(town: Town) -> Story:
    """From the application to the archive package."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, VOLUNTEERS, "建筑工地扬尘治理检查通报", "2026年上半年建筑工地扬尘治理专项检查通报", 75)
    where = {Evidence.PUBLIC_SOURCE: "澜州市住房和城乡建设局网站“通知公告”栏目"}
    yield from answered(town, desk, case, Outcome.A1_ALREADY_PUBLIC, where, 70)
    at = yield town.days.before(55, "16:30")
    archive.archive(case, by=desk.editor, at=at)


def was_not_clarified(town: Town) -> Story:
    """Asked to clarify, silent past the day: ended without a reply."""
    desk = town.desks[HOUSING]
    case = yield from taken_up(town, desk, HE, "有关房子的材料", "有关我家老房子的全部材料", 50, delivery=Delivery.MAIL)
    at = yield town.days.before(46, "10:00")
    made = told.clarify(case, ["请写明房屋坐落、产权人和所需材料的名称"], answer_by=town.days.later(at, 15), by=desk.editor, at=at)
    sent(made.letters, desk, at)
    at = yield town.days.before(43, "9:00")
    notice = Service.objects.get(letter=made.letters[0])
    serving.record_signed_for(notice, town.days.before(44).date(), by=desk.editor, at=at)
    at = yield town.days.before(28, "10:00")
    told.close(case, Outcome.F1_NO_CORRECTION, by=desk.signer, at=at)


def is_discussed(town: Town) -> Story:
    """The open question of the consulted case, talked over with the judiciary."""
    desk = town.desks[HOUSING]
    at = yield town.days.before(3, "15:00")
    work.meet(
        [town.case("consulted")],
        "施工合同中单价清单是否属于商业秘密",
        on=at.date(),
        present="市住建局、市司法局、市政府办公厅政务公开科",
        opinions="市司法局：政府投资项目的中标价已经公示，合同总价应当公开；分项单价清单须看第三方能否说明竞争损害。",
        conclusion="合同主文公开；单价清单待第三方意见收到后区分处理。",
        is_standing=True,
        by=desk.editor,
        at=at,
    )


def came_together(town: Town) -> Story:
    """Three households of one street come to the counter with the same question: three cases, one list."""
    desk = town.desks[HOUSING]
    at = yield town.days.before(2, "10:10")
    asked = [
        one.asks(
            "鹿鸣街道柏树里片区房屋征收补偿方案",
            "柏树里片区2026年房屋征收补偿方案及评估机构选定结果",
            at,
            channel=Channel.COUNTER,
            delivery=Delivery.PICK_UP,
            carrier=Carrier.PAPER,
        )
        for one in (HE, TANG, QIN)
    ]
    counter.take_in_together(desk.organ, asked, place="鹿鸣街道便民服务中心", key="demo-together", by=desk.editor, at=at)


def was_read_on_the_spot(town: Town) -> Story:
    """Somebody reads public papers at the counter; an applicant comes to read what the reply gives."""
    desk = town.desks[HOUSING]
    at = yield town.days.before(5, "9:40")
    counter.record_visit(
        desk.organ,
        Shown(Reader.PUBLIC),
        on=at.date(),
        began=time(9, 5),
        ended=time(9, 35),
        read="《澜州市老旧小区改造技术导则》和近三年公租房配租公告",
        copied="导则第三章",
        pages=12,
        by=desk.editor,
        at=at,
    )
    case = Case.objects.filter(organ=desk.organ, outcome=Outcome.B_PARTIAL, served_on__isnull=False).latest("id")
    at = yield town.days.before(4, "15:30")
    counter.record_visit(
        desk.organ,
        Shown(Reader.AGENT, "景安之", IdKind.RESIDENT, "990102198506070027"),
        case=case,
        on=at.date(),
        began=time(14, 30),
        ended=time(15, 20),
        read="联合审查意见（遮盖后的复制件）及其附图",
        by=desk.editor,
        at=at,
    )


def sets_its_own_pace(town: Town) -> Story:
    """The housing bureau gives the search a day more than the system does."""
    desk = town.desks[HOUSING]
    at = yield town.days.before(60, "11:00")
    pacing.set_limits(desk.organ, {"search": 6}, "档案分存两处，检索需要多一天；局长办公会研究确定", seen=0, by=desk.signer, at=at)


LIFT_REVIEW = Paper(
    title="海棠社区3号楼加装电梯联合审查意见",
    blocks=(
        Block(BlockKind.PARAGRAPH, "经联合审查，海棠社区3号楼2单元加装电梯方案符合规划和消防要求，原则同意实施。"),
        Block(BlockKind.PARAGRAPH, "申请人代表：业主代表叶某某，联系电话0999-5559099。"),
        Block(BlockKind.PARAGRAPH, "施工期间应当保证消防通道畅通，完工后由使用单位申请监督检验。"),
    ),
)

STORIES = (
    waits_for_confirmation,
    came_by_registered_mail,
    is_asked_to_clarify,
    consults_a_third_party,
    is_charged,
    is_extended,
    is_in_review,
    awaits_signature,
    was_asked_before,
    asked_for_two_things,
    is_overdue,
    reaches_into_next_year,
    was_granted,
    was_answered_late,
    was_refused,
    was_not_found,
    was_granted_in_part,
    was_archived,
    was_not_clarified,
    is_discussed,
    came_together,
    was_read_on_the_spot,
    sets_its_own_pace,
)
