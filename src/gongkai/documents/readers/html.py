"""网页：先按政府网站常见模板取正文，取不到再用 readability；元数据（meta 标签、信息表）读成事实，附件链接保留。"""

import re
from collections.abc import Iterator

from readability import Document
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.documents.cleaning.page import drop_hidden, sanitised
from gongkai.documents.readers import blocks
from gongkai.documents.readers.text import damage_warnings
from gongkai.documents.rules.encodings import declared_charset, decode
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Line, Link, Reading, reading
from gongkai.shared.refusal import Refused

CHARACTERS = 4_000_000  # of markup
DEPTH, NODES = 250, 600_000  # of elements
LOOKED = 60_000_000  # characters looked at in search of labels
ENOUGH = 60  # characters: a shorter body is not the body

# 各类政府网站内容管理系统放正文的地方，先窄后宽
BODIES = (
    "#UCAP-CONTENT",
    ".TRS_Editor",
    ".TRS_UEDITOR",
    ".view.TRS_UEDITOR",
    "#zoom",
    "#Zoom",
    "#zoomcon",
    ".pages_content",
    "#vsb_content",
    ".v_news_content",
    ".wp_articlecontent",
    "#ArticleContent",
    "#articleContent",
    "#article_content",
    ".article-content",
    ".article_content",
    ".article-body",
    ".xxgk-content",
    ".xxgk_content",
    ".news_content",
    ".bt-content",
    "#js_content",
    ".rich_media_content",
    "#content-body",
    "[itemprop=articleBody]",
    "article",
    "main",
    "#content",
    ".content",
)
LABELS = [
    "索引号",
    "信息索引",
    "发文机关",
    "发文单位",
    "发文机构",
    "发布机构",
    "发布机关",
    "制发机关",
    "印发机关",
    "发文字号",
    "文号",
    "文件编号",
    "规范性文件登记号",
    "规范性文件编号",
    "规范性文件号",
    "统一编号",
    "登记号",
    "有效性",
    "效力状态",
    "文件效力",
    "时效",
    "是否有效",
    "政策咨询部门",
    "政策咨询电话",
    "咨询部门",
    "咨询电话",
    "联系电话",
    "主题分类",
    "信息分类",
    "公文种类",
    "体裁分类",
    "体裁",
    "组配分类",
    "服务对象",
    "成文日期",
    "成文时间",
    "生成日期",
    "发文日期",
    "印发日期",
    "发布日期",
    "发布时间",
    "公开日期",
    "生效日期",
    "生效时间",
    "施行日期",
    "实施日期",
    "废止日期",
    "失效日期",
    "失效时间",
    "有效期",
    "公开属性",
    "公开方式",
    "公开范围",
    "公开时限",
    "公开形式",
    "来源",
    "信息来源",
    "作者",
    "责任编辑",
    "主题词",
    "关键词",
    "标题",
    "名称",
    "信息名称",
    "文件名称",
    "更新时间",
    "更新日期",
    "浏览次数",
    "浏览量",
    "identifier",
]
_LABEL = re.compile(r"^[\[【]?(" + "|".join(sorted(LABELS, key=len, reverse=True)) + r")[\]】]?[:：]?$")
_PAIR = re.compile(r"^[\[【]?(" + "|".join(sorted(LABELS, key=len, reverse=True)) + r")[\]】]?[:：]\s*(\S.*)$", re.S)
_SPLIT = re.compile(r"(?=(?:" + "|".join(sorted(LABELS, key=len, reverse=True)) + r")[:：])")
_FILE = re.compile(r"\.(pdf|docx?|xlsx?|ofd|wps|et|zip|rar|7z|txt|csv|png|jpe?g)(?:[?#].*)?$", re.I)
_NESTING_TAG = re.compile(
    r"<(/?)(?!(?:p|li|td|th|tr|dd|dt|br|hr|img|input|meta|link|option|col)\b)[a-z][a-z0-9-]*(?=[\s>/])(?![^<>]{0,300}/>)", re.I
)
_ACTIVE = "script,style,noscript,template,iframe,object,embed,svg,canvas,input,select,button,textarea,link,audio,video"
_AROUND = "nav,header,footer,aside"


def read(data: bytes) -> Reading:
    """Title and body as lines, metadata as facts ("索引号": "…", and every named meta tag by its own name), links with their
    text, sanitised HTML of the body. Hidden elements are left out and counted in a warning."""
    text, encoding = decode(data, declared_charset(data))
    if len(text) > CHARACTERS:
        raise Refused("网页代码太长，不像一篇文件。请只保存正文，或复制成纯文本上传", field="file")
    _require_flat(text)
    tree = LexborHTMLParser(text)
    _require_reasonable(tree)
    hidden = drop_hidden(tree)
    for node in tree.css(_ACTIVE):
        node.decompose()
    facts, conflicts = _facts(tree)
    title = facts.get("ArticleTitle") or _title(tree) or facts.get("标题", "")
    body, generic = _body(tree)
    if body is None:
        raise Refused("网页里没有找到正文。正文可能由脚本载入，请复制正文保存成纯文本，或另存为 PDF 后上传", field="file")
    lines = blocks.lines_of(body)
    if not any(line.text for line in lines):
        raise Refused("网页里没有文字。请复制正文保存成纯文本，或另存为 PDF 后上传", field="file")
    if title and not any(_same(title, line.text) for line in lines[:8]):
        lines = [Line(title, style="title"), Line(""), *lines]
    warnings = damage_warnings("\n".join(line.text for line in lines)) + conflicts
    if hidden:
        warnings.append(f"网页里有 {hidden} 处隐藏内容（看不见的文字或链接），没有读入")
    if generic:
        warnings.append("没有认出网站模板，正文由通用方法提取，请核对有无多余或遗漏的段落")
    if title:
        facts.setdefault("标题", title)
    links = list(_links(tree, body))
    return reading(FileKind.HTML, lines, html=sanitised(body.html or ""), facts=facts, warnings=warnings, links=links, encoding=encoding)


def _require_flat(text: str) -> None:
    """The parser's own time grows with the square of the depth, so the depth is estimated before it starts: a count of tags opened
    and not closed, without those that HTML closes by itself."""
    depth = 0
    for found in _NESTING_TAG.finditer(text):
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        if depth > 4 * DEPTH:
            raise _too_complex()


def _too_complex() -> Refused:
    return Refused("网页代码太复杂（层层嵌套或元素太多），不像一篇文件。请复制正文，保存成纯文本上传", field="file")


def _require_reasonable(tree: LexborHTMLParser) -> None:
    """No page that people read has elements nested by the hundred or a million of them; every later step stays cheap by this."""
    node, depth, count = tree.root, 0, 0
    while node is not None:
        count += 1
        if depth > DEPTH or count > NODES:
            raise _too_complex()
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None else None


def _facts(tree: LexborHTMLParser) -> tuple[dict[str, str], list[str]]:
    facts: dict[str, str] = {}
    conflicts: dict[str, str] = {}

    def learn(label: str, value: str) -> None:
        value = blocks.tidy(value)
        if not value or len(value) > 500:
            return
        if not facts.get(label):
            facts[label] = value
        elif _bare(facts[label]) != _bare(value):
            conflicts.setdefault(label, f"“{label}”在网页里有两个不同的值：“{facts[label]}”和“{value}”，请核对")

    for meta in tree.css("meta[name][content]"):
        name, content = (meta.attributes.get("name") or "").strip(), meta.attributes.get("content") or ""
        if name and name.lower() not in ("viewport", "renderer", "generator", "robots"):
            learn(name, content)
    for label, value in _pairs(tree):
        learn(label, value)
    return facts, list(conflicts.values())


def _pairs(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Label and value, however the page lays them out: neighbouring cells, a list item, “label：value” in one element."""
    looked = 0
    for node in tree.css("td,th,dt,li,p,div,span,b,strong,em,label,i,font"):
        text = blocks.text_of(node)
        looked += len(text)
        if looked > LOOKED:
            return  # elements nested beyond all reason
        if not text or len(text) > 400:
            continue
        flat = blocks.tidy(text)
        squeezed = re.sub(r"\s+", "", flat)
        named = _LABEL.match(squeezed)
        if named:
            yield named.group(1), _value_after(node)
            continue
        parts = [part for part in _SPLIT.split(_closed_up(flat)) if part.strip()]
        for part in parts:
            pair = _PAIR.match(part.strip())
            if pair:
                yield pair.group(1), pair.group(2).strip(" |｜\xa0\u3000")


def _closed_up(text: str) -> str:
    """索 引 号： → 索引号： at the places where a label is spelt with blanks."""
    return re.sub(r"((?:[\u4e00-\u9fff]\s+){1,8}[\u4e00-\u9fff])\s*(?=[:：])", lambda found: re.sub(r"\s+", "", found.group(1)), text)


def _value_after(node: LexborNode) -> str:
    """What stands after a label: the next cell or element, or the rest of the parent's text."""
    after = node.next
    while after is not None:
        text = blocks.tidy(blocks.text_of(after)) if not after.is_comment_node else ""
        if text and text not in (":", "："):
            squeezed = re.sub(r"\s+", "", text)
            return "" if _LABEL.match(squeezed) or _PAIR.match(squeezed) else text.lstrip(":：").strip()
        if after.is_element_node and after.tag in ("td", "th", "dd", "span", "div", "p"):
            return ""  # an empty value, not the value of the next label
        after = after.next
    return ""


def _title(tree: LexborHTMLParser) -> str:
    for selector in ("h1", ".article-title", ".article_title", "#title", ".title", "title"):
        node = tree.css_first(selector)
        text = blocks.tidy(blocks.text_of(node)) if node is not None else ""
        if 4 <= len(text) <= 200:
            return re.split(r"\s*[_|｜]\s*|\s+-\s+", text)[0] if selector == "title" else text
    return ""


def _body(tree: LexborHTMLParser) -> tuple[LexborNode | None, bool]:
    """(element that holds the text, was it found by the generic method)."""
    for selector in BODIES:
        found = [node for node in tree.css(selector) if len(blocks.tidy(blocks.text_of(node))) >= ENOUGH]
        if found:
            return max(found, key=lambda node: len(blocks.text_of(node))), False
    plain = tree.body
    if plain is not None and tree.css_first(f"{_AROUND},a,form,ul") is None:
        return (plain if (blocks.text_of(plain)).strip() else None), False  # a page that is nothing but its text
    summary = LexborHTMLParser(Document(tree.html or "").summary()).body
    if summary is not None and len(blocks.tidy(blocks.text_of(summary))) >= ENOUGH:
        for node in summary.css(_ACTIVE):
            node.decompose()
        return summary, True
    if plain is not None:
        for node in plain.css(_AROUND):
            node.decompose()
    return (plain if plain is not None and (blocks.text_of(plain)).strip() else None), True


def _links(tree: LexborHTMLParser, body: LexborNode) -> Iterator[Link]:
    """Links in the body, and links to files anywhere on the page (attachments often stand below the text)."""
    seen = set()
    for scope, only_files in ((body, False), (tree, True)):
        for node in scope.css("a[href]"):
            href = (node.attributes.get("href") or "").strip()
            text = blocks.tidy(blocks.text_of(node))
            if not href or href.startswith(("#", "javascript:", "data:", "vbscript:")) or (href, text) in seen or len(href) > 2000:
                continue
            if only_files and not (_FILE.search(href) or text.startswith("附件")):
                continue
            seen.add((href, text))
            yield Link(text or href.rsplit("/", 1)[-1], href)


def _same(title: str, line: str) -> bool:
    return _bare(title) == _bare(line)


def _bare(text: str) -> str:
    return re.sub(r"[\s\xa0\u3000]+", "", text)
