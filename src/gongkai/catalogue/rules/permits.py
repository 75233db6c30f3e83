"""Who may do what with the catalogue. `About.office_path` is the organ whose item or duty it is."""

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
    READ = "catalogue:read", "查看本单位公开事项的办理情况"
    WRITE = "catalogue:item:write", "编写、导入公开事项"
    APPROVE = "catalogue:item:approve", "批准、退回公开事项的新版本"
    ANNOUNCE = "catalogue:event:announce", "登记应公开的事情"
    REPORT = "catalogue:publication:report", "登记已公开的内容"
    WITHDRAW = "catalogue:publication:withdraw", "撤下登记的公开内容"
    CONFIRM = "catalogue:publication:confirm", "核实早于登记日的公开日期"
    CANCEL = "catalogue:duty:cancel", "取消工作人员登记错的事情"
    CANCEL_TOLD = "catalogue:duty:cancel-told", "取消业务系统告知、系统按期产生的事情"
    COLUMNS = "catalogue:column:edit", "维护公开栏目"


_WORKS_THERE = [[is_editor_there], [is_reviewer_there], [is_signer_there]]

WHO_MAY: WhoMay = {
    Permit.READ: [*_WORKS_THERE, [is_supervisor], [is_admin]],
    Permit.WRITE: [[is_editor_there]],
    Permit.APPROVE: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],
    Permit.ANNOUNCE: [[is_editor_there]],
    Permit.REPORT: [[is_editor_there]],
    Permit.WITHDRAW: [*_WORKS_THERE, [is_supervisor]],
    Permit.CONFIRM: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it], [is_supervisor, did_not_write_it]],
    Permit.CANCEL: [[is_signer_there, did_not_write_it], [is_supervisor, did_not_write_it]],
    Permit.CANCEL_TOLD: [[is_supervisor]],  # no office ends by itself what others say it owes
    Permit.COLUMNS: [[is_editor_there], [is_admin]],
}
