"""What a district's own platform has sent in, waiting for the city's editors."""

from collections.abc import Mapping
from datetime import timedelta

from gongkai.exchange.actions import receiving
from gongkai.exchange.models import Received
from gongkai.exchange.rules.messages import Operation
from gongkai.journal.offices import issue_key
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.api_keys import Scope
from gongkai.shared.clock import now

PAPER = {
    "policy_code": "990101-2026-000041-5",
    "version": "1.1",
    "title": "汀湾区人民政府办公室关于推进社区助餐点建设的通知",
    "doc_no": "汀政办发〔2026〕14号",
    "issuer": {"name": "汀湾区人民政府办公室"},
    "topic": {"l1": "民政、扶贫、救灾", "l2": "社会福利"},
    "doc_kind": "通知",
    "document_class": "other",
    "doc_date": "2026-09-08",
    "publish_date": "2026-09-09",
    "effective_date": "2026-09-08",
    "validity": "VALID",
    "consult": {"dept": "汀湾区人民政府办公室", "phone": "0999-5550131"},
    "content_text": "各街道办事处，区直各部门：\n为方便老年人就近用餐，现就推进社区助餐点建设通知如下。\n"
    "一、合理布点。每个街道至少建成两处助餐点，优先利用社区现有用房。\n二、规范服务。公示价格、食材来源和投诉电话，接受监督。\n"
    "三、落实补助。对新建助餐点按面积给予一次性建设补助，具体办法另行通知。\n汀湾区人民政府办公室\n2026年9月8日",
    "updated_at": "2026-09-09T10:00:00+08:00",
}


def load(organisations: Mapping[str, Organisation], officers: Mapping[str, Officer]) -> Received:
    """Sent in two days ago with a key of the district, which nobody keeps."""
    at = now() - timedelta(days=2)
    key, _ = issue_key(
        "区政策文件库报送", organisation=organisations["tingwan"], by=officers["sunjie"], at=at, scopes=[Scope.LIBRARY_SUBMIT]
    )
    received, _ = receiving.receive(PAPER, operation=Operation.UPSERT, key=key, sent_as=f"{PAPER['policy_code']}:1.1:UPSERT", at=at)
    return received
