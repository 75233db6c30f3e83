"""Who may do what with letters. `About.office_path` is the office that is to answer."""

from gongkai.people.rules.permits import (
    Permission,
    WhoMay,
    is_admin,
    is_editor_there,
    is_reviewer_there,
    is_signer_there,
    is_supervisor,
)


class Permit(Permission):
    READ = "enquiries:read", "查看本单位收到的来信"
    ANSWER = "enquiries:answer", "答复来信"
    PASS_ON = "enquiries:pass-on", "把来信转给应当答复的单位"
    READ_CONTACT = "enquiries:contact:read", "查看来信人的联系方式（留痕）"


_WORKS_THERE = [[is_editor_there], [is_reviewer_there], [is_signer_there]]

WHO_MAY: WhoMay = {
    Permit.READ: [*_WORKS_THERE, [is_supervisor], [is_admin]],
    Permit.ANSWER: _WORKS_THERE,
    Permit.PASS_ON: [*_WORKS_THERE, [is_supervisor], [is_admin]],
    Permit.READ_CONTACT: _WORKS_THERE,
}
