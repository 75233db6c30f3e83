"""Entries of the journal in Chinese. An inspection sees to it that every kind written anywhere has its words."""

ROOMS = {
    "policies": "政策文件",
    "publishing": "发布审核",
    "people": "机构和人员",
    "workdays": "工作日历",
    "search": "检索",
    "enquiries": "咨询纠错",
    "journal": "日志",
}

WORDS = {
    "policies.import.received": "收到导入文件",
    "policies.import.discarded": "放弃导入件",
    "policies.import.repaired": "修补导入件的正文",
    "policies.edition.drafted": "起草",
    "policies.edition.submitted": "送审",
    "policies.edition.returned": "退回",
    "policies.edition.saved": "修改稿件",
    "policies.edition.correction_started": "起草更正",
    "policies.edition.file_attached": "增加附件",
    "policies.edition.file_detached": "去掉附件",
    "policies.edition.published": "签发公开",
    "policies.edition.abandoned": "放弃草稿",
    "policies.policy.withdrawn": "撤回",
    "policies.edition.withdrawn": "撤回",
    "policies.policy.standing_changed": "有效性变化",
    "policies.relation.confirmed": "确认文件关系",
    "policies.citation.dismissed": "不再查找引用的文件",
    "policies.topic.created": "建立专题",
    "policies.topic.edited": "修改专题",
    "policies.topic.approved": "审核专题",
    "policies.topic.removed": "删除专题",
    "policies.topic.entry_added": "文件加入专题",
    "policies.topic.entry_removed": "文件移出专题",
    "publishing.paper.inspected": "内容检查",
    "publishing.finding.overridden": "写明理由放行问题",
    "publishing.secrecy.reviewed": "保密审查",
    "publishing.word.changed": "修改错敏词",
    "publishing.number.registered": "登记机关公开电话",
    "publishing.number.retired": "注销机关公开电话",
    "publishing.whitelist.added": "设置误报白名单",
    "publishing.whitelist.ended": "结束误报白名单",
    "people.organisation.created": "设立机关",
    "people.organisation.renamed": "机关更名",
    "people.organisation.edited": "修改机关资料",
    "people.organisation.moved": "调整隶属关系",
    "people.organisation.closed": "撤销机关",
    "people.organisation.name_added": "登记机关名称",
    "people.organisation.name_removed": "删除机关名称",
    "people.organisation.doc_code_added": "登记机关代字",
    "people.organisation.doc_code_ended": "停用机关代字",
    "people.officer.created": "开户",
    "people.officer.edited": "修改人员资料",
    "people.officer.deactivated": "停用账号",
    "people.officer.reactivated": "恢复账号",
    "people.officer.unlocked": "解除锁定",
    "people.officer.locked": "账号锁定",
    "people.officer.signed_in": "登录",
    "people.officer.signed_out": "退出",
    "people.officer.sign_in_failed": "登录失败",
    "people.officer.password_changed": "修改密码",
    "people.officer.password_reset": "重置密码",
    "people.officer.second_step_started": "启用动态口令",
    "people.officer.second_step_removed": "停用动态口令",
    "people.officer.recovery_codes_renewed": "更换恢复码",
    "people.post.appointed": "任职",
    "people.post.held": "任职",
    "people.post.retired": "免职",
    "people.api_key.issued": "签发接口密钥",
    "people.api_key.revoked": "停用接口密钥",
    "people.encryption.sealed_again": "更换加密密钥",
    "workdays.notice.proposed": "录入放假通知",
    "workdays.notice.rejected": "退回放假通知",
    "workdays.calendar.changed": "放假通知生效",
    "search.index.rebuild_asked": "要求重建索引",
    "search.synonym.added": "增加同义词",
    "search.synonym.removed": "删除同义词",
    "enquiries.enquiry.received": "收到咨询或纠错",
    "journal.duty.rewound": "后台任务从头重做",
    "journal.retry.unparked": "重试搁置的后台任务",
}


def in_words(kind: str) -> str:
    """What happened; the bare kind for one that is not known here (an older version wrote it)."""
    return WORDS.get(kind, kind)


FIELDS = {
    "edition": "版次",
    "text": "发布序次",
    "digest": "内容摘要",
    "touched": "涉及的政策",
    "reason": "理由",
    "code": "代码",
    "from": "原",
    "to": "现",
    "inspection": "检查编号",
    "rulebook": "规则版本",
    "found": "发现",
    "finding": "第几处",
    "level": "级别",
    "review": "审查编号",
    "conclusion": "结论",
    "files": "收到的文件",
    "refused": "拒收的文件",
    "item": "第几件",
    "kind": "种类",
    "target": "对方文件",
    "citation": "引用编号",
    "slug": "网址名",
    "name": "名称",
    "policy": "文件",
    "arranged": "排序的文件",
    "wrong": "错误写法",
    "right": "建议写法",
    "off": "停用",
    "unit": "单位",
    "purpose": "用途",
    "until": "有效期至",
    "organisation": "机构编号",
    "roles": "角色",
    "role": "角色",
    "under": "上级编号",
    "changed": "改动的资料",
    "succeeded_by": "承接机关编号",
    "through": "途径",
    "prefix": "密钥前缀",
    "values": "字段数",
    "year": "年份",
    "years": "涉及年份",
    "days": "变化的日期",
    "number": "文号",
    "entry": "记录编号",
    "node": "节点",
}


def told(data: dict[str, object]) -> list[tuple[str, str]]:
    """What an entry keeps, as (label, value) to be read."""
    return [(FIELDS.get(name, name), _plain(value)) for name, value in data.items()]


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "，".join(f"{name} {part}" for name, part in value.items()) or "无"
    if isinstance(value, list):
        return "、".join(str(part) for part in value) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "无" if value in (None, "") else str(value)
