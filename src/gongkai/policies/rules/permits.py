"""Who may do what in the policy library."""

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
    READ_DRAFTS = "policies:draft:read", "查看本单位未发布的稿件"
    IMPORT = "policies:import:start", "导入文件并确认识别结果"
    WRITE = "policies:draft:write", "起草、修改、送审稿件"
    RETURN = "policies:draft:return", "退回送审的稿件"
    PUBLISH = "policies:edition:publish", "签发公开"
    WITHDRAW = "policies:policy:withdraw", "撤回已发布的文件"
    RELATE = "policies:relation:confirm", "确认文件之间的关系"
    RELATE_CHANGING = "policies:relation:confirm-change", "确认废止、替代等改变对方效力的关系"
    TOPICS = "policies:topic:edit", "编辑专题"
    APPROVE_TOPICS = "policies:topic:approve", "审核专题的名称和简介"
    TAKE_DOWN_TOPICS = "policies:topics:take-down", "按巡查决定撤下专题"
    ACCEPT_MISMATCH = "policies:mismatch:accept", "注明与推算不符之处已核对"
    SEE_QUALITY = "policies:quality:see", "查看文件库质量和本库规则"
    SET_RULES = "policies:rules:set", "制定本库规则（必填要素、有效期、提醒）"
    SEE_CAMPAIGNS = "policies:campaign:see", "查看文件清理"
    ORDER_CAMPAIGN = "policies:campaign:order", "部署、终止文件清理"
    DECIDE_CAMPAIGN = "policies:campaign:decide", "对本单位文件提出清理意见"
    CHECK_CAMPAIGN = "policies:campaign:check", "复核清理意见"
    SEE_INTERPRETATIONS = "policies:interpretation:see", "查看解读方案、质检和覆盖情况"
    PLAN_INTERPRETATION = "policies:interpretation:plan", "制定解读方案、提出跟踪解读"
    EXPLAIN = "policies:interpretation:write", "起草解读材料，确认智能生成的内容"
    EXEMPT = "policies:interpretation:exempt", "同意免予解读，注明质检项不适用"


WHO_MAY: WhoMay = {
    Permit.READ_DRAFTS: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor]],
    Permit.IMPORT: [[is_editor_there]],
    Permit.WRITE: [[is_editor_there]],
    Permit.RETURN: [[is_reviewer_there], [is_signer_there]],
    Permit.PUBLISH: [[is_signer_there, did_not_write_it]],
    Permit.WITHDRAW: [[is_signer_there], [is_reviewer_there]],
    Permit.RELATE: [[is_editor_there], [is_reviewer_there], [is_signer_there]],
    Permit.RELATE_CHANGING: [[is_signer_there, did_not_write_it], [is_reviewer_there, did_not_write_it]],
    Permit.TOPICS: [[is_editor_there], [is_admin]],
    Permit.APPROVE_TOPICS: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],
    Permit.TAKE_DOWN_TOPICS: [[is_reviewer_there], [is_signer_there]],
    Permit.ACCEPT_MISMATCH: [[is_reviewer_there], [is_signer_there]],
    Permit.SEE_QUALITY: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor], [is_admin]],
    Permit.SET_RULES: [[is_root_admin]],
    Permit.SEE_CAMPAIGNS: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor]],
    Permit.ORDER_CAMPAIGN: [[is_supervisor]],
    Permit.DECIDE_CAMPAIGN: [[is_editor_there]],
    Permit.CHECK_CAMPAIGN: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],
    Permit.SEE_INTERPRETATIONS: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor]],
    Permit.PLAN_INTERPRETATION: [[is_editor_there]],
    Permit.EXPLAIN: [[is_editor_there]],
    Permit.EXEMPT: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],
}
