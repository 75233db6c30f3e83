"""Who may do what between levels."""

from gongkai.people.rules.permits import Permission, WhoMay, is_admin, is_editor_there, is_reviewer_there, is_signer_there, is_supervisor


class Permit(Permission):
    MANAGE_TARGETS = "exchange:target:manage", "设置推送目标"
    SEE_PUSHES = "exchange:push:see", "查看推送情况"
    PUSH_AGAIN = "exchange:push:again", "重新推送"
    SEE_RECEIVED = "exchange:received:see", "查看下级报送的文件"
    TAKE_RECEIVED = "exchange:received:take", "把下级报送的文件收入导入，或者注明不收"


WHO_MAY: WhoMay = {
    Permit.MANAGE_TARGETS: [[is_admin]],
    Permit.SEE_PUSHES: [[is_admin], [is_supervisor]],
    Permit.PUSH_AGAIN: [[is_admin], [is_supervisor]],
    Permit.SEE_RECEIVED: [[is_editor_there], [is_reviewer_there], [is_signer_there], [is_supervisor]],
    Permit.TAKE_RECEIVED: [[is_editor_there]],
}
