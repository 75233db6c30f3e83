"""Reading the demo city's files into plain values. Nothing here knows the platform's models; see README.md for the formats."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BOUNDARY = "\n---\n"


@dataclass(frozen=True)
class Document:
    """One file of policies/: an edition of a policy, an interpretation or a piece of news."""

    name: str  # of the file, without .md
    policy: str  # the id; the editions of one policy share it
    edition: int
    category: str  # policy · interpretation · news
    office: str  # id of the organisation that answers for it
    facts: dict[str, Any]  # in the shape of policies.rules.facts
    relations: tuple[dict[str, Any], ...]  # kind, target (a policy id), on, until, articles
    withdrawn: dict[str, str] | None  # on, reason
    body: str = field(repr=False)  # from the title on, one paragraph a line

    @property
    def published_on(self) -> date:
        return date.fromisoformat(self.facts["published_on"])


@dataclass(frozen=True)
class Cast:
    """Who handles the papers of one office: usernames. The writer is neither reviewer nor signer."""

    editor: str
    reviewer: str
    signer: str


def organisations() -> list[dict[str, Any]]:
    """Every organisation, a parent always before its children: id, name, short_name, level, kind, parent, region_code, uscc,
    other_names, codes, public_numbers."""
    rows: list[dict[str, Any]] = json.loads((HERE / "organisations.json").read_text(encoding="utf-8"))["organisations"]
    return rows


def home() -> str:
    """The id of the government whose city this is."""
    return str(json.loads((HERE / "organisations.json").read_text(encoding="utf-8"))["home"])


def officers() -> list[dict[str, Any]]:
    """username, name, posts: organisation (id), role, since."""
    rows: list[dict[str, Any]] = json.loads((HERE / "officers.json").read_text(encoding="utf-8"))["officers"]
    return rows


def topics() -> list[dict[str, Any]]:
    """Topic collections: id, name, summary, policies (ids in order)."""
    rows: list[dict[str, Any]] = json.loads((HERE / "topics.json").read_text(encoding="utf-8"))["topics"]
    return rows


def cast_of(office: str) -> Cast:
    """The first officer of the office in each role, the reviewer another than the signer. Errors: KeyError or StopIteration when one is missing."""
    holders: dict[str, list[str]] = {}
    for officer in officers():
        for post in officer["posts"]:
            if post["organisation"] == office:
                holders.setdefault(post["role"], []).append(officer["username"])
    signer = holders["signer"][0]
    return Cast(holders["editor"][0], next(one for one in holders["reviewer"] if one != signer), signer)


def documents() -> list[Document]:
    """Every document in the order in which they were published; an edition always after the one before it."""
    return sorted(_read_all(), key=lambda one: (one.published_on, one.facts["formed_on"] or "", one.policy, one.edition))


def document(path: Path) -> Document:
    """One file: a JSON head, a line of three dashes, the text. ValueError with the file's name when it is not so."""
    head, boundary, body = path.read_text(encoding="utf-8").partition(BOUNDARY)
    if not boundary:
        raise ValueError(f"{path.name}：缺少分隔正文的“---”行")
    try:
        values = json.loads(head)
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name}：文件头不是正确的 JSON：{error}") from error
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return Document(name=path.stem, body="\n".join(lines), **values | {"relations": tuple(values["relations"])})


def _read_all() -> Iterator[Document]:
    for path in sorted((HERE / "policies").glob("*.md")):
        yield document(path)
