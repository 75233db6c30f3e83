"""Who may inspect, let pass, review, send round, patrol, and keep the reference data of inspection."""

from gongkai.people.rules.permits import (
    Permission,
    WhoMay,
    did_not_write_it,
    is_admin,
    is_editor_there,
    is_reviewer_there,
    is_root_admin,
    is_signer_there,
    is_supervisor,
)


class Permit(Permission):
    INSPECT = "publishing:paper:inspect", "检查文稿"
    OVERRIDE = "publishing:finding:override", "写明理由后放行检查发现的问题"
    REVIEW_SECRECY = "publishing:secrecy:review", "保密审查"
    KEEP_WORDS = "publishing:words:keep", "维护本单位的错敏词"
    KEEP_WORDS_FOR_ALL = "publishing:words:keep-for-all", "维护全平台的错敏词"
    KEEP_NUMBERS = "publishing:numbers:keep", "维护机关公开电话名单"
    ALLOW = "publishing:whitelist:keep", "维护本单位的误报白名单"
    ALLOW_FOR_ALL = "publishing:whitelist:keep-for-all", "维护全平台的误报白名单"
    SEE_ROUNDS = "publishing:round:see", "查看三审三校"
    REVIEW_ROUND = "publishing:round:review", "逐轮审核、批注"
    ANSWER_REMARK = "publishing:remark:answer", "答复批注"
    SET_ROUNDS = "publishing:round:set", "设定审核轮次、期限"
    REGISTER_ABSENCE = "publishing:absence:register", "登记不在岗期间的代理人"
    CANCEL_RELEASE = "publishing:release:cancel", "取消定时发布"
    SEE_PATROL = "publishing:patrol:see", "查看安全巡查"
    DECIDE_PATROL = "publishing:patrol:decide", "处置巡查发现的问题"
    KEEP_FOUND = "publishing:patrol:keep", "决定保留巡查发现的内容"
    ORDER_PATROL = "publishing:patrol:order", "发起全量巡查"


WHO_MAY: WhoMay = {
    Permit.INSPECT: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor]],
    Permit.OVERRIDE: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],
    Permit.REVIEW_SECRECY: [[is_reviewer_there, did_not_write_it]],  # 审查人≠采编人（领域规则 I01）
    Permit.KEEP_WORDS: [[is_supervisor], [is_admin]],
    Permit.KEEP_WORDS_FOR_ALL: [[is_root_admin]],
    Permit.KEEP_NUMBERS: [[is_reviewer_there], [is_supervisor], [is_admin]],
    Permit.ALLOW: [[is_supervisor, did_not_write_it], [is_admin, did_not_write_it]],
    Permit.ALLOW_FOR_ALL: [[is_root_admin, did_not_write_it]],
    Permit.SEE_ROUNDS: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor]],  # as unpublished drafts are read
    Permit.REVIEW_ROUND: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],
    Permit.ANSWER_REMARK: [[is_editor_there]],
    Permit.SET_ROUNDS: [[is_supervisor], [is_admin]],
    Permit.REGISTER_ABSENCE: [[is_reviewer_there], [is_signer_there], [is_admin]],
    Permit.CANCEL_RELEASE: [[is_signer_there]],
    Permit.SEE_PATROL: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor], [is_admin]],
    Permit.DECIDE_PATROL: [[is_reviewer_there], [is_signer_there]],
    Permit.KEEP_FOUND: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],  # nor let it pass
    Permit.ORDER_PATROL: [[is_supervisor], [is_admin]],
}
