"""What the open API gives out, as schemas. Names follow docs/words.md; dates are ISO, times carry their zone."""

from datetime import date, datetime

from ninja import Field, Schema


class PolicyShape(Schema):
    """文件：列表里的一条。"""

    code: str = Field(description="一策一码，终身不变")
    url: str = Field(description="政策页的短链接")
    category: str = Field(description="policy 政策文件 / interpretation 解读 / news 资讯 / other 其他")
    title: str
    doc_no: str = Field(description="发文字号；没有则为空")
    issuer: str = Field(description="主办机关")
    topic: list[str] = Field(description="主题分类，一级、二级")
    genre: str = Field(description="公文种类")
    document_class: str = Field(description="rule 政府规章 / normative 行政规范性文件 / other 其他文件")
    formed_on: date | None = Field(description="成文日期")
    published_on: date | None = Field(description="发布日期")
    standing: str = Field(description="有效性：valid not_yet amended partial expired repealed suspended")
    standing_because: str = Field(description="有效性的依据")
    has_interpretation: bool
    updated_at: datetime


class ListShape(Schema):
    items: list[PolicyShape]
    next_cursor: str | None = Field(description="下一页的游标；没有下一页则为 null")


class FileShape(Schema):
    """附件：已清除作者、批注等隐藏信息。"""

    name: str
    url: str
    size: int = Field(description="字节数")
    sm3: str


class EditionShape(Schema):
    """版次：同一份文件的一次修订。"""

    number: int
    title: str
    doc_no: str
    change_note: str
    formed_on: date | None
    published_on: date | None
    effective_on: date | None
    expires_on: date | None
    texts: list[int] = Field(description="各次发布的文本序号")


class RelationShape(Schema):
    direction: str = Field(description="out 本文件对别的文件 / in 别的文件对本文件")
    kind: str
    label: str
    code: str
    title: str
    on: date | None
    articles: str


class DetailShape(PolicyShape):
    """文件：公开的全部内容。"""

    issuers: list[str]
    index_no: str
    effective_on: date | None
    expires_on: date | None
    normative_reg_no: str
    disclosure: str
    addressees: str
    consult_dept: str
    consult_phone: str
    audience: list[str]
    editions: list[EditionShape]
    relations: list[RelationShape]
    files: list[FileShape]
    missing_stages: list[str] = Field(description="全链条中尚缺的环节")


class BlockShape(Schema):
    anchor: str
    kind: str
    number: str
    level: int
    text: str
    rows: list[list[str]]


class TextShape(Schema):
    """文本：某一版次的一次发布，逐字照录。"""

    code: str
    edition: int
    text: int
    title: str
    published_at: datetime
    reason: str = Field(description="更正说明")
    sm3: str = Field(description="文本摘要，可在日志封存中查证")
    blocks: list[BlockShape]


class ClauseShape(Schema):
    kind: str = Field(description="same changed moved added removed")
    old: str | None
    new: str | None


class CompareShape(Schema):
    old: str
    new: str
    counts: dict[str, int]
    clauses: list[ClauseShape]


class ChangeShape(Schema):
    op: str = Field(description="UPSERT 新增或更新 / WITHDRAW 撤回")
    code: str
    at: datetime
    policy: PolicyShape | None


class ChangesShape(Schema):
    items: list[ChangeShape]
    next_cursor: str = Field(description="记住它，下次从这里接着取")
    more: bool = Field(description="后面还有")


class TopicShape(Schema):
    slug: str
    name: str
    intro: str
    audience: str
    size: int


class PieceShape(Schema):
    text: str
    hit: bool = Field(description="这一段是否命中检索词")


class HitShape(Schema):
    policy: PolicyShape
    title: list[PieceShape] = Field(description="标题，连起来就是原标题")
    excerpt: list[PieceShape] = Field(description="正文摘录")
    anchor: str = Field(description="最能回答的条款的锚点，接在政策页网址的 # 后")
    pinned: bool = Field(description="由工作人员置顶，不按相关度排列")


class CountShape(Schema):
    value: str
    count: int


class SearchShape(Schema):
    total: int
    items: list[HitShape]
    facets: dict[str, list[CountShape]] = Field(description="各分面的值和件数")
    relaxed: bool = Field(description="没有完全符合的，给出的只符合一部分词")
    did_you_mean: str | None
    related: list[str] = Field(description="相关搜索：多人搜过的、正式说法、所找文件的主题")
    complete: bool = Field(description="假：索引正在重建，只按标题查找")


class BatchShape(Schema):
    """日志的一个封存批次."""

    number: int
    first_position: int
    last_position: int
    root: str = Field(description="Merkle 根")
    previous_seal: str = Field(description="前一批的封印")
    skip_seal: str = Field(description="更早一批的封印，批次号去掉最低位的 1")


class CheckpointShape(BatchShape):
    seal: str = Field(description="封印：SM3(0x02 ‖ 本批其余各项的规范 JSON)")
    sealed_at: datetime


class SealedShape(BatchShape):
    sealed_at: str = Field(description="封存时间，与求封印时的写法一致")


class InclusionShape(Schema):
    entry: str = Field(description="日志记录的规范 JSON，叶子由它求得")
    position: int
    leaf: str = Field(description="SM3(0x00 ‖ entry)")
    path: list[str] = Field(description="从叶子到根沿途的相邻摘要")
    batch: SealedShape
    later: list[SealedShape]
    seal: str = Field(description="应与封存点公布的封印相同")


class TextProofShape(Schema):
    sm3: str = Field(description="文本摘要")
    hashed: str = Field(description="摘要所取的内容：元数据、正文、附件名与附件摘要的规范 JSON")
    inclusion: InclusionShape | None = Field(description="日志中的存证；尚未封存时为 null，过一分钟再取")


class ProblemShape(Schema):
    """Problem details (RFC 9457), its `detail` named message."""

    status: int
    title: str
    message: str = Field(description="中文说明：哪里不对、怎么办")
    field: str = ""
