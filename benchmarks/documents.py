"""Reading and writing each format, beside the bare library that does the heavy part."""

import random
from collections.abc import Callable, Sequence
from datetime import date

from benchmarks import baselines, composing
from benchmarks.measuring import Spent, ratio, timed
from benchmarks.phrases import AREAS
from benchmarks.report import Cell, Table
from benchmarks.stage import Options

from gongkai.documents import readers
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Block, BlockKind, Paper, plain_text
from gongkai.documents.writers import docx, ofd, pdf, xlsx

PAPERS = 40
ROWS = 1000
WRITERS: dict[FileKind, Callable[[Paper], bytes]] = {FileKind.PDF: pdf.write, FileKind.DOCX: docx.write, FileKind.OFD: ofd.write}


def measure(options: Options) -> list[Table]:
    rng = random.Random(options.seed)
    given = [paper(rng) for _ in range(PAPERS)]
    files = {kind: [file_of(kind, one) for one in given] for kind in (FileKind.TXT, FileKind.HTML, *WRITERS)}
    characters = sum(len(plain_text(one.blocks)) for one in given) / len(given)
    note = f"{PAPERS} 份，平均 {characters:,.0f} 字。"
    return [
        Table(
            "读文件",
            ("格式", "p50 ms", "p95 ms", "处理器 p50 ms", "字/核·秒", "基线 p50 ms", "比值"),
            tuple(_read(kind, data, characters) for kind, data in files.items()),
            (note, "基线：用同一个底层库取出文字，不检查文件、不认表格和样式、不接断行。"),
        ),
        Table(
            "写文件",
            ("格式", "p50 ms", "p95 ms", "处理器 p50 ms", "平均大小 KB", "基线 p50 ms", "比值"),
            (*(_written(kind, given, files[kind]) for kind in WRITERS), _sheet()),
            (note, f"基线：用同一个底层库把段落一段段写出，不排公文版式、不清除文档属性；XLSX 为 {ROWS} 行。"),
        ),
    ]


def paper(rng: random.Random) -> Paper:
    """One of realistic length and layout."""
    area = rng.choice(AREAS)
    layout = rng.choice(("articles", "sections", "sections", "letter"))
    issuer = f"澄州市{area.office}"
    title = composing.fill(rng, "关于加强{t}{g}工作的通知", area)
    formed = date(rng.randint(2002, 2025), rng.randint(1, 12), rng.randint(1, 28))
    head = composing.Head(issuer + title, issuer, "各区县人民政府，市政府各部门、各直属单位", formed, effective_on=formed)
    blocks = composing.as_blocks(composing.blocks(head, composing.content(rng, area, composing.length(rng), layout)))
    return Paper(head.title, blocks, f"{issuer}文件", f"澄{area.mark}发〔{formed.year}〕{rng.randint(1, 180)}号")


def file_of(kind: FileKind, one: Paper) -> bytes:
    """The paper as a file of that kind."""
    if kind is FileKind.TXT:
        return f"{one.issuer_mark}\n{one.doc_no}\n{plain_text(one.blocks)}\n".encode()
    if kind is FileKind.HTML:
        return _html(one).encode()
    return WRITERS[kind](one)


def _html(one: Paper) -> str:
    """A page as government sites have them: navigation, a table of facts, the text, a footer."""
    body = "".join(_element(block) for block in one.blocks if block.kind is not BlockKind.TITLE)
    links = "".join(f'<li><a href="/c{at}/">栏目{at}</a></li>' for at in range(12))
    issuer = one.issuer_mark.removesuffix("文件")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{one.title}</title><meta name="ArticleTitle" content="{one.title}">'
        f'<meta name="ContentSource" content="{issuer}"></head><body><div class="nav"><ul>{links}</ul></div>'
        f'<table class="facts"><tr><td>发文机关</td><td>{issuer}</td><td>发文字号</td><td>{one.doc_no}</td></tr></table>'
        f'<h1>{one.title}</h1><div class="content">{body}</div><div class="footer">版权所有 澄州市人民政府</div></body></html>'
    )


def _element(block: Block) -> str:
    if block.kind is BlockKind.TABLE:
        rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in block.rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    return f"<p>{block.text}</p>"


def _read(kind: FileKind, data: Sequence[bytes], characters: float) -> tuple[Cell, ...]:
    ours = _each(lambda one: readers.read(one, f"文件.{kind.value}"), data)
    bare = _each(baselines.PARSERS[kind], data)
    return (kind.value.upper(), ours.p50, ours.p95, ours.cpu_p50, characters * ours.per_core_second, bare.p50, ratio(ours.p50, bare.p50))


def _written(kind: FileKind, given: Sequence[Paper], files: Sequence[bytes]) -> tuple[Cell, ...]:
    ours = _each(WRITERS[kind], given)
    bare = _each({FileKind.DOCX: baselines.docx, FileKind.PDF: baselines.pdf()}[kind], given) if kind is not FileKind.OFD else None
    size = sum(map(len, files)) / len(files) / 1024
    return (
        kind.value.upper(),
        ours.p50,
        ours.p95,
        ours.cpu_p50,
        size,
        bare.p50 if bare else None,
        ratio(ours.p50, bare.p50) if bare else None,
    )


def _sheet() -> tuple[Cell, ...]:
    rng = random.Random(1)
    rows: list[list[object]] = [[at, composing.place(rng), composing.firm(rng), rng.randint(1, 900)] for at in range(ROWS)]
    header = ["序号", "项目", "单位", "金额"]
    ours = _each(lambda _: xlsx.write(rows, header, "清单"), [0] * 20)
    bare = _each(lambda _: baselines.xlsx(rows), [0] * 20)
    size = len(xlsx.write(rows, header, "清单")) / 1024
    return ("XLSX", ours.p50, ours.p95, ours.cpu_p50, size, bare.p50, ratio(ours.p50, bare.p50))


def _each(do: Callable, values: Sequence) -> Spent:  # type: ignore[type-arg]
    return timed([lambda value=value: do(value) for value in values], warm=[lambda: do(values[0])] * 3)
