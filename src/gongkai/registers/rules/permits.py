"""Who may do what with a list. `About.office_path` is the office that keeps the list."""

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
    READ = "registers:read", "查看本单位清单的稿件"
    OPEN = "registers:register:open", "建立清单"
    WRITE = "registers:entry:write", "编写、导入清单条目"
    APPROVE = "registers:entry:approve", "批准、退回清单条目"
    TAKE_DOWN = "registers:entry:take-down", "撤下已公布的清单条目"


WHO_MAY: WhoMay = {
    Permit.READ: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor], [is_admin]],
    Permit.OPEN: [[is_editor_there]],
    Permit.WRITE: [[is_editor_there]],
    Permit.APPROVE: [[is_reviewer_there, did_not_write_it], [is_signer_there, did_not_write_it]],
    Permit.TAKE_DOWN: [[is_reviewer_there], [is_signer_there]],  # as the patrol's findings are decided
}
