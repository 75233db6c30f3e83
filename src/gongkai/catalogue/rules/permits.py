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
    CANCEL = "catalogue:duty:cancel", "取消登记错的事情"
    COLUMNS = "catalogue:column:edit", "维护公开栏目"


_WORKS_THERE = [[is_editor_there], [is_reviewer_there], [is_signer_there]]

WHO_MAY: WhoMay = {
    Permit.READ: [*_WORKS_THERE, [is_supervisor], [is_admin]],
    Permit.WRITE: [[is_editor_there]],
    Permit.APPROVE: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],
    Permit.ANNOUNCE: [[is_editor_there]],
    Permit.REPORT: [[is_editor_there]],
    Permit.CANCEL: [[is_signer_there], [is_supervisor]],
    Permit.COLUMNS: [[is_editor_there], [is_admin]],
}
