"""The pages of docs/ that are generated from the code: settings and rulebook. `python3 start.py docs` writes them, a test compares."""

import ast
import io
import re
import tokenize
from pathlib import Path

from gongkai.config import env
from gongkai.people.rules.permits import maps_of, printed

ROOT = Path(__file__).resolve().parents[3]
ROOMS = (
    "workdays",
    "people",
    "journal",
    "documents",
    "publishing",
    "catalogue",
    "policies",
    "registers",
    "foi",
    "enquiries",
    "search",
    "exchange",
    "assistant",
)
BEGIN, END = "<!-- 以下由 python3 start.py docs 生成 -->", "<!-- 生成到此 -->"
_BASIS = re.compile(r"第[一二三四五六七八九十百零〇\d]+条|GB|ISO|领域规则|待复核|【|条例|办法|公告|等保")


def pages() -> dict[Path, str]:
    """Each generated page with what it should hold."""
    operations = ROOT / "docs" / "operations.md"
    return {operations: _between(operations.read_text(encoding="utf-8"), settings_table()), ROOT / "docs" / "RULEBOOK.md": rulebook()}


def write() -> None:
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


def settings_table() -> str:
    rows = ["| 环境变量 | 默认值 | 含义 |", "|---|---|---|"]
    for one in sorted({setting.name: setting for setting in env.DECLARED}.values(), key=lambda setting: setting.name):
        default = "（数据目录）" if one.name == "GONGKAI_DATA" else f"`{one.default}`" if one.default else ""
        rows.append(f"| `{one.name}` | {default} | {one.meaning} |")
    return "\n".join(rows)


def rulebook() -> str:
    """谁可以做什么, and every number of law with what it rests on, as the code has them."""
    numbers = ["| 模块 | 名称 | 值 | 依据与说明 |", "|---|---|---|---|"]
    for room in ROOMS:
        for path in sorted((ROOT / "src" / "gongkai" / room).glob("rules/**/*.py")):
            numbers += [f"| {room}/{path.stem} | `{name}` | {value} | {basis} |" for name, value, basis in _numbers(path)]
    return (
        "# 规则手册\n\n本页由 `python3 start.py docs` 从代码生成，不要手工修改；与代码不一致时测试会失败。\n\n"
        "## 谁可以做什么\n\n"
        "岗位在本单位有效；监督管理和系统管理两种岗位及于下级。没有列出的事项谁也不能办。\n\n"
        f"{printed(maps_of([f'gongkai.{room}' for room in ROOMS]))}\n"
        "## 数字与依据\n\n标“待复核”的数字凭经验取定，上线前须核对本地规定。\n\n" + "\n".join(numbers) + "\n"
    )


def _numbers(path: Path) -> list[tuple[str, str, str]]:
    """Module constants whose comment names an article, a standard or a doubt: (name, value as written, comment)."""
    source = path.read_text(encoding="utf-8")
    comments = {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper():
            comment = comments.get(node.end_lineno or 0) or comments.get(node.lineno - 1, "")
            if _BASIS.search(comment):
                value = " ".join((ast.get_source_segment(source, node.value) or "").split())
                shown = value if len(value) <= 60 else value[:57] + "…"
                found.append((node.targets[0].id, f"`{shown}`".replace("|", "\\|"), comment.replace("|", "\\|")))
    return found


def _between(page: str, generated: str) -> str:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{generated}\n\n{END}{after}"
