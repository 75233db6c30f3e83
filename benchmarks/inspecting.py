"""The inspection before publication: how much of a labelled set it finds, and how fast, beside a plain scan for the same words and numbers."""

import random
import re

from benchmarks import composing, labelled
from benchmarks.measuring import ratio, timed
from benchmarks.phrases import AREAS
from benchmarks.report import Table
from benchmarks.stage import Options

from gongkai.documents.rules.paper import Block, BlockKind, plain_text
from gongkai.people.models import Organisation
from gongkai.publishing import actions
from gongkai.publishing.queries import rulebook
from gongkai.publishing.reference import seed_words
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import Material
from gongkai.publishing.rules.rulebook import Rulebook
from gongkai.shared.clock import now

PAPERS = 300
PAGE = 22 * 28  # characters of a page (GB/T 9704)
WARM = 10
_NUMBERS = (re.compile(r"\d{17}[\dXx]"), re.compile(r"1[3-9]\d{9}"), re.compile(r"\d{16,19}"), re.compile("绝密|机密|秘密"))


def measure(options: Options) -> list[Table]:
    rng = random.Random(options.seed)
    papers = [_material(rng, options) for _ in range(PAPERS)]
    texts = [plain_text(material.blocks) for material in papers]
    pages = sum(map(len, texts)) / PAGE
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    book, wrong = rulebook(options.today), [word.wrong for word in seed_words()]
    found: list[int] = []
    rules = timed(
        [lambda one=one: found.append(len(inspect_paper(one, book, about="bench", today=options.today))) for one in papers],
        warm=[lambda: inspect_paper(papers[0], book, about="bench", today=options.today)] * WARM,
    )
    office = Organisation.objects.order_by("pk")[1]
    kept = timed(
        [
            lambda one=one, at=at: actions.inspect(f"bench.paper:{at}", one, office=office, written_by=None, by=None, at=now())
            for at, one in enumerate(papers[:100])
        ],
        warm=[lambda: rulebook(options.today)],
    )
    plain = timed([lambda text=text: _scan(text, wrong) for text in texts], warm=[lambda: _scan(texts[0], wrong)] * WARM)
    per_page = sum(map(len, texts[:100])) / PAGE
    rows = (
        ("检查规则，MB/核·秒（UTF-8）", megabytes / sum(rules.cpu), megabytes / sum(plain.cpu), ratio(sum(plain.cpu), sum(rules.cpu))),
        ("检查规则，页/秒", pages / sum(rules.wall), pages / sum(plain.wall), ratio(pages / sum(rules.wall), pages / sum(plain.wall))),
        ("检查规则，页/核·秒", pages / sum(rules.cpu), pages / sum(plain.cpu), ratio(pages / sum(rules.cpu), pages / sum(plain.cpu))),
        ("检查规则，每份 p50 ms", rules.p50, plain.p50, ratio(rules.p50, plain.p50)),
        ("检查规则，每份 p95 ms", rules.p95, plain.p95, ratio(rules.p95, plain.p95)),
        ("检查并存档（含数据库和日志），页/秒", per_page / sum(kept.wall), None, None),
        ("检查并存档，每份 p50 ms", kept.p50, None, None),
    )
    notes = (
        f"{PAPERS} 份，共 {pages:.0f} 页（每页 {PAGE} 字），每十份有一份埋了电话或错词；规则共发现 {sum(found)} 处。",
        f"基线：对同样的文字逐个查找 {len(wrong)} 个错词，再用四个正则找证件号、手机号、卡号和密级（不校验、不看上下文、不看表格）。",
    )
    return [_quality(), Table("发布前检查", ("项目", "本平台", "基线", "比值"), rows, notes)]


def _quality() -> Table:
    """Precision and recall of each detector on the labelled sentences."""
    found = labelled.scores(Rulebook(seed_words()))
    rows = [
        (name, score.right + score.missed, score.wrong, score.missed, f"{score.precision:.3f}", f"{score.recall:.3f}")
        for name, score in found.items()
    ]
    every = labelled.sentences()
    clean = sum(not one.found for one in every)
    notes = (
        f"`benchmarks/labelled/sentences.jsonl`：{len(every)} 句，其中 {clean} 句没有问题而有意写得像有问题；人和号码都是编的，校验位是真的。",
        "句子由写规则的人所写，规则照着改过，所以这里的数字偏好；换一批没见过的文字会低一些。",
        *(mistake for score in found.values() for mistake in score.mistakes),
    )
    return Table("检查得准不准", ("发现", "标注", "误报", "漏报", "准确率", "召回率"), rows, notes)


def _material(rng: random.Random, options: Options) -> Material:
    given = composing.content(rng, rng.choice(AREAS), composing.length(rng), rng.choice(("articles", "sections", "letter")))
    head = composing.Head("关于有关事项的通知", "澄州市人民政府办公室", "各有关单位", options.today)
    blocks = list(composing.as_blocks(composing.blocks(head, given)))
    if rng.random() < 0.1:
        planted = rng.choice(("联系人手机13800138000。", "请按照既定步署落实。", "身份证号码110101199003070038。"))
        blocks.insert(rng.randrange(2, len(blocks)), Block(BlockKind.PARAGRAPH, planted, anchor="x1"))
    return Material(head.title, tuple(blocks), fields={"标题": head.title, "发文机关": head.issuer})


def _scan(text: str, wrong: list[str]) -> int:
    return sum(word in text for word in wrong) + sum(len(number.findall(text)) for number in _NUMBERS)
