"""What people of the city write about its papers, and what the offices answered."""

from datetime import timedelta

from gongkai.enquiries import actions
from gongkai.enquiries.rules.messages import Kind
from gongkai.people.models import Officer
from gongkai.policies.models import Edition
from gongkai.shared.clock import now

# (kind, paper and edition or None, how many days ago, what was written, who answered after so many days, what)
LETTERS = (
    (Kind.QUESTION, ("lan-gongzufang", 1), 9, "我刚来澜州工作，还没有落户，可以申请公租房吗？需要准备什么？", "chenli", 2,
     "可以。按《澜州市公共租赁住房管理办法》，新就业无房职工和稳定就业的外来务工人员都可以申请，不要求本市户籍。"
     "请带身份证、劳动合同、社会保险缴费记录到居住地街道办事处提出。具体条件见办法全文，也可以拨打 0999-5550121 咨询。"),
    (Kind.QUESTION, ("lan-gongzufang", 1), 3, "轮候期间换了工作单位，要不要重新排队？", "", 0, ""),
    (Kind.CORRECTION, None, 6, "网站底部“订阅”打开以后，我手机上字太小，看不清楚。", "chenli", 1,
     "谢谢您。可以点页面上方的“长者模式”，全站的字会变大；订阅页面的字号我们也会一并检查。"),
    (Kind.CORRECTION, None, 1, "有一份通知的附件打开后是空白的，请看一下。", "", 0, ""),
)  # fmt: skip


def load(officers: dict[str, Officer], editions: dict[tuple[str, int], Edition]) -> None:
    for kind, paper, ago, text, by, after, answer in LETTERS:
        at = now() - timedelta(days=ago)
        policy = editions[paper].policy if paper else None
        letter = actions.receive(kind, text, policy=policy, page="", contact="", at=at)
        if answer:
            actions.answer(letter, answer, by=officers[by], at=at + timedelta(days=after))
