"""Who may do what with an application. Handler = 采编, head of the disclosure office = 签发.

`About.office_path` is the office that answers the case; for what a co-handling office does with its part, that office's own path.
`About.written_by` is who drafted the letter under review. The reader of applicants' data is whoever handles the case:
supervision and administration see the case, its dates and its outcome, but not who asked (领域规则 14.5)."""

from gongkai.people.rules.permits import (
    Permission,
    WhoMay,
    did_not_write_it,
    is_admin,
    is_editor_there,
    is_reviewer_there,
    is_signer_there,
    is_supervisor,
)


class Permit(Permission):
    READ = "foi:case:read", "查看本单位申请"
    SEE_APPLICANT = "foi:case:see-applicant", "查看申请人信息（留痕）"
    REVEAL_IDENTITY = "foi:case:reveal-identity", "查看完整证件号码和证明材料（留痕）"
    RECEIVE = "foi:case:receive", "接收、录入、确认收到申请"
    REGISTER = "foi:case:register", "登记、开始审查"
    CLARIFY = "foi:case:clarify", "告知补正、登记补正"
    ASK_REASON = "foi:case:ask-reason", "要求说明理由、认定理由"
    DELAY = "foi:case:delay", "确定延迟答复的合理期限"
    DISPATCH = "foi:case:dispatch", "转办、分办、请求协办"
    HANDLE = "foi:case:handle", "承办：检索、反馈意见、退回转办"
    CONSULT = "foi:case:consult", "征求第三方、其他机关意见"
    CHARGE = "foi:case:charge", "通知收费、登记缴费"
    EXTEND = "foi:case:extend", "批准延长答复期限"
    DRAFT = "foi:case:draft", "拟稿、区分处理、送审"
    REVIEW_SECRECY = "foi:case:review-secrecy", "保密审查"
    REVIEW_LEGALITY = "foi:case:review-legality", "合法性审查"
    SEND_BACK = "foi:case:send-back", "退回修改"
    SIGN = "foi:case:sign", "签发"
    SERVE = "foi:case:serve", "送达"
    CLOSE = "foi:case:close", "批准终止处理"
    ARCHIVE = "foi:case:archive", "归档"
    PROPOSE_DESTRUCTION = "foi:case:propose-destruction", "鉴定保管期满的案卷、建议销毁"
    DESTROY = "foi:case:destroy", "批准销毁保管期满的案卷"
    NOTE = "foi:case:note", "内部备注、沟通记录、会商"
    REMIND = "foi:case:remind", "催办、督办"
    RECORD_DISPUTE = "foi:case:record-dispute", "登记复议、诉讼及结果"
    HEAR_COMPLAINT = "foi:complaint:hear", "受理、查证投诉举报"
    EXPORT = "foi:case:export", "导出本单位申请台账"
    SEE_NUMBERS = "foi:numbers:see", "查看统计、年度报告表"
    APPROVE_PROACTIVE = "foi:proactive:approve", "批准转主动公开建议"
    PUBLISH_PRECEDENT = "foi:precedent:publish", "公开脱敏案例"
    EDIT_TEMPLATES = "foi:template:edit", "维护文书模板、编号"
    SET_POLICIES = "foi:policy:set", "确定期限计算口径"


_HANDLES = [[is_editor_there], [is_reviewer_there], [is_signer_there]]

WHO_MAY: WhoMay = {
    Permit.READ: [*_HANDLES, [is_supervisor]],
    Permit.SEE_APPLICANT: _HANDLES,
    Permit.REVEAL_IDENTITY: [[is_editor_there], [is_signer_there]],
    Permit.RECEIVE: [[is_editor_there]],
    Permit.REGISTER: [[is_editor_there]],
    Permit.CLARIFY: [[is_editor_there]],
    Permit.ASK_REASON: [[is_editor_there]],
    Permit.DELAY: [[is_signer_there]],
    Permit.DISPATCH: [[is_editor_there], [is_signer_there]],
    Permit.HANDLE: [[is_editor_there]],
    Permit.CONSULT: [[is_editor_there]],
    Permit.CHARGE: [[is_editor_there]],
    Permit.EXTEND: [[is_signer_there]],
    Permit.DRAFT: [[is_editor_there]],
    Permit.REVIEW_SECRECY: [[is_reviewer_there, did_not_write_it]],
    Permit.REVIEW_LEGALITY: [[is_reviewer_there, did_not_write_it]],
    Permit.SEND_BACK: [[is_reviewer_there], [is_signer_there]],
    Permit.SIGN: [[is_signer_there, did_not_write_it]],
    Permit.SERVE: [[is_editor_there]],
    Permit.CLOSE: [[is_signer_there]],
    Permit.ARCHIVE: [[is_editor_there]],
    Permit.PROPOSE_DESTRUCTION: [[is_editor_there]],
    Permit.DESTROY: [[is_signer_there, did_not_write_it]],
    Permit.NOTE: _HANDLES,
    Permit.REMIND: [[is_signer_there], [is_supervisor]],
    Permit.RECORD_DISPUTE: [[is_editor_there], [is_signer_there]],
    Permit.HEAR_COMPLAINT: [[is_supervisor]],
    Permit.EXPORT: [[is_editor_there], [is_signer_there]],
    Permit.SEE_NUMBERS: [*_HANDLES, [is_supervisor]],
    Permit.APPROVE_PROACTIVE: [[is_signer_there]],
    Permit.PUBLISH_PRECEDENT: [[is_signer_there, did_not_write_it]],
    Permit.EDIT_TEMPLATES: [[is_admin], [is_signer_there]],
    Permit.SET_POLICIES: [[is_admin], [is_signer_there]],
}
