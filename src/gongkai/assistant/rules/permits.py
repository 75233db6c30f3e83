"""Who may do what with the assistant. `About.office_path` is the office the question, entry or gap belongs to."""

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
    READ_QUESTIONS = "assistant:questions:read", "查看问答记录（脱敏）和统计"
    WRITE_ENTRY = "assistant:entry:write", "编写、修改问答库条目"
    REVIEW_ENTRY = "assistant:entry:review", "审核、发布、下线问答库条目"
    EXPORT_ENTRIES = "assistant:entries:export", "导入导出问答库"
    ASSIGN_GAP = "assistant:gap:assign", "把缺口交给部门办理"
    CLOSE_GAP = "assistant:gap:close", "办结缺口"
    JUDGE = "assistant:sample:judge", "评判抽查的回答"
    CALIBRATE = "assistant:calibration:set", "调整直接回答的把握界限"


_WORK_THERE = [[is_editor_there], [is_reviewer_there], [is_signer_there]]

WHO_MAY: WhoMay = {
    Permit.READ_QUESTIONS: [*_WORK_THERE, [is_supervisor], [is_admin]],
    Permit.WRITE_ENTRY: [[is_editor_there]],
    Permit.REVIEW_ENTRY: [[is_reviewer_there, did_not_write_it]],
    Permit.EXPORT_ENTRIES: [*_WORK_THERE, [is_supervisor], [is_admin]],
    Permit.ASSIGN_GAP: [[is_supervisor], [is_admin]],
    Permit.CLOSE_GAP: [*_WORK_THERE, [is_supervisor]],
    Permit.JUDGE: [*_WORK_THERE, [is_supervisor]],
    Permit.CALIBRATE: [[is_admin]],
}
