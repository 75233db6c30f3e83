"""改稿: a reply taken out as a document to edit, and read back. What the platform works out itself stands in ⟦名称：值⟧ and must come back as
it went out; everything else is the drafter's text."""

import re
from collections.abc import Mapping, Sequence

from gongkai.foi.rules.letter_variables import BY_LABEL, DRAFTERS, REQUIRED, Variable
from gongkai.foi.rules.letters import Template
from gongkai.shared.refusal import Refused

GUIDE = (
    "【编辑说明】只改正文，改完存为 DOCX 上传。⟦ ⟧ 里的内容由系统填写，请原样保留，可以整个移动位置。标题、称谓、落款、日期签发时自动加上。"
)
_MARKED = re.compile(r"⟦([^：⟦⟧]*)：([^⟦⟧]*)⟧")
_BRACES = re.compile(r"\{([^{}]*)\}")


def to_edit(template: Template, texts: Mapping[Variable, str]) -> tuple[str, ...]:
    """The paragraphs of the document, the guide first. `texts`: the letter's values as they are written out."""
    filled = (_BRACES.sub(lambda found: _out(BY_LABEL[found[1]], texts), line) for line in template.body.splitlines())
    return (GUIDE, *(text.strip() for line in filled for text in line.splitlines() if text.strip()))


def read_back(template: Template, lines: Sequence[str], texts: Mapping[Variable, str]) -> Template:
    """The template of this one letter, from the lines of the edited document. Errors: Refused when the document is another one, when what
    the platform fills in was changed or taken out, or when a sign was broken."""
    kept = [line.strip() for line in lines if line.strip()]
    begins = next((at for at, line in enumerate(kept) if line.startswith(GUIDE[:6])), None)
    if begins is None:
        raise Refused("这不是从本页下载的编辑稿：开头的“编辑说明”不见了。请重新下载后再改。", field="file")
    text = "\n".join(kept[begins + 1 :])
    if re.search(r"[{}]", text):
        raise Refused("正文里请不要用大括号。", field="file")
    body = _MARKED.sub(lambda found: _back(found[1], found[2], texts), text)
    if re.search(r"[⟦⟧]", body):
        raise Refused("有一处 ⟦ ⟧ 缺了一半或者少了冒号，请对照原稿改好。", field="file")
    used = {BY_LABEL[name] for name in _BRACES.findall(body)}
    if missing := [one.label for one in Variable if one in REQUIRED[template.kind] - DRAFTERS - used]:
        raise Refused(f"正文里少了{'、'.join(f'⟦{name}：…⟧' for name in missing)}，这是必须写明的，请放回去。", field="file")
    return Template(template.kind, template.title, body, is_own=True)


def _out(variable: Variable, texts: Mapping[Variable, str]) -> str:
    value = texts.get(variable, "")
    return value if variable in DRAFTERS else f"⟦{variable.label}：{value}⟧"


def _back(label: str, value: str, texts: Mapping[Variable, str]) -> str:
    variable = BY_LABEL.get(label)
    if variable is None:
        raise Refused(f"⟦{label[:20]}：…⟧ 不是系统填写的内容，请对照原稿改好。", field="file")
    if _plain(value) != _plain(texts.get(variable, "")):
        raise Refused(f"“{label}”由系统填写，不能在文档里改。请恢复为：{texts.get(variable, '')[:100] or '（空）'}", field="file")
    return f"{{{label}}}"


def _plain(text: str) -> str:
    return "".join(text.split())
