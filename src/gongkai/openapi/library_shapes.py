"""What a lower platform sends of a paper (领域规则 6.9), and the receipt it gets."""

from datetime import date, datetime

from ninja import Field, Schema

from gongkai.exchange.models import Handling
from gongkai.exchange.rules.messages import Operation


class LibraryIssuerShape(Schema):
    uscc: str = Field("", max_length=18, description="统一社会信用代码")
    name: str = Field("", max_length=120)


class LibraryTopicShape(Schema):
    l1: str = Field("", max_length=40)
    l2: str = Field("", max_length=40)


class LibraryConsultShape(Schema):
    dept: str = Field("", max_length=120)
    phone: str = Field("", max_length=60)


class LibraryRelationShape(Schema):
    type: str = Field(max_length=30)
    policy_code: str = Field("", max_length=40)
    title: str = Field("", max_length=500)
    doc_no: str = Field("", max_length=80)


class LibraryVersionShape(Schema):
    number: int = Field(ge=1)
    doc_no: str = Field("", max_length=80)
    effective_date: date | None = None
    note: str = Field("", max_length=200)


class LibraryFileShape(Schema):
    """附件的名称和摘要；内容不随报送传来."""

    name: str = Field(max_length=200)
    mime: str = Field("", max_length=120)
    size: int = Field(0, ge=0)
    sm3: str = Field("", max_length=64)


class LibraryPaperShape(Schema):
    """一份文件，或者它的有效性变化、撤回. 不认识的字段略过."""

    op: Operation = Field(description="UPSERT 新增或更新，STATUS_CHANGE 有效性变化，WITHDRAW 撤回")
    policy_code: str = Field(min_length=1, max_length=40, description="贵平台的一策一码")
    index_no: str = Field("", max_length=60)
    version: str = Field("", max_length=20, description="版次.文本序号")
    title: str = Field(min_length=1, max_length=500)
    doc_no: str = Field("", max_length=80)
    issuer: LibraryIssuerShape | None = None
    co_issuers: list[str] = Field([], max_length=50)
    topic: LibraryTopicShape | None = None
    doc_kind: str = Field("", max_length=12)
    document_class: str = Field("", max_length=12)
    normative: bool = False
    normative_reg_no: str = Field("", max_length=60)
    doc_date: date | None = None
    publish_date: date | None = None
    effective_date: date | None = None
    expire_date: date | None = None
    validity: str = Field("", max_length=20)
    validity_because: str = Field("", max_length=500)
    disclosure_attr: str = Field("", max_length=20)
    versions: list[LibraryVersionShape] = Field([], max_length=200)
    relations: list[LibraryRelationShape] = Field([], max_length=500)
    consult: LibraryConsultShape | None = None
    content_text: str = Field("", max_length=2_000_000, description="正文，一段一行；UPSERT 必有")
    sm3: str = Field("", max_length=64)
    files: list[LibraryFileShape] = Field([], max_length=200)
    url: str = Field("", max_length=300, pattern=r"^(https?://[^\s<>\"]*)?$")
    reason: str = Field("", max_length=500, description="撤回理由")
    updated_at: str = Field("", max_length=40)


class LibraryReceiptShape(Schema):
    """回执."""

    receipt: str = Field(description="回执号")
    op: Operation
    policy_code: str
    received_at: datetime
    handling: Handling = Field(description="waiting 待处理，taken 已收入导入，set_aside 已注明不收")
    note: str = Field(description="处理说明")
