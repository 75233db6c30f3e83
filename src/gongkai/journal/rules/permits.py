"""Who may change the working-day calendar. It is one for the whole house, so it is asked of the organisation at the root of the tree."""

from gongkai.people.rules.permits import Permission, WhoMay, did_not_write_it, is_admin, is_supervisor


class Permit(Permission):
    PROPOSE_NOTICE = "workdays:notice:propose", "录入放假通知"
    CONFIRM_NOTICE = "workdays:notice:confirm", "核对确认放假通知"
    REJECT_NOTICE = "workdays:notice:reject", "退回放假通知"


WHO_MAY: WhoMay = {
    Permit.PROPOSE_NOTICE: [[is_admin], [is_supervisor]],
    Permit.CONFIRM_NOTICE: [[is_admin, did_not_write_it], [is_supervisor, did_not_write_it]],  # 两人核对
    Permit.REJECT_NOTICE: [[is_admin], [is_supervisor]],
}
