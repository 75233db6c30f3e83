"""The page that explains the API: the OpenAPI document printed for people, in the site's own clothes and without a script."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

_KINDS = {"string": "文字", "integer": "整数", "number": "数", "boolean": "真或假", "object": "对象", "null": "null"}
_FORMATS = {"date": "日期", "date-time": "时间"}


@dataclass(frozen=True)
class Kind:
    """What a value is in a word, the shape it holds, and the values it may have if they are few."""

    words: str
    shape: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """A parameter, or a field of an answer. `shape`: the shape it holds, if it holds one."""

    name: str
    kind: str
    says: str
    shape: str = ""
    required: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """`body`: what is sent, where something is."""

    name: str
    method: str
    path: str
    tag: str
    summary: str
    says: str
    parameters: tuple[Value, ...]
    answer: Value
    body: Value | None = None


class Docs(DocsBase):
    def render_page(self, request: HttpRequest, api: NinjaAPI, **_: Any) -> HttpResponse:
        document = api.get_openapi_schema()
        context = {
            "api": api,
            "document": self.get_openapi_url(api, {}),
            "site_url": settings.SITE_URL,
            "rate": settings.API_RATE_PER_MINUTE,
            "rate_with_key": settings.API_KEY_RATE_PER_MINUTE,
            "groups": grouped(operations(document)),
            "shapes": list(shapes(document)),
        }
        return render(request, "openapi/docs.html", context)


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation of an OpenAPI document."""
    known = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            sent = told.get("requestBody")
            yield Operation(
                name=told["operationId"],
                method=method.upper(),
                path=path,
                tag=told["tags"][0],
                summary=told["summary"],
                says=told.get("description", ""),
                parameters=tuple(_value(one["name"], one["schema"], known, required=one["required"]) for one in told["parameters"]),
                answer=_value("", told["responses"][200]["content"]["application/json"]["schema"], known),
                body=_value("", sent["content"]["application/json"]["schema"], known) if sent else None,
            )


def grouped(found: Iterable[Operation]) -> dict[str, list[Operation]]:
    """Operations by tag, both in the document's order."""
    groups: dict[str, list[Operation]] = {}
    for operation in found:
        groups.setdefault(operation.tag, []).append(operation)
    return groups


def shapes(document: Mapping[str, Any]) -> Iterator[tuple[str, str, list[Value]]]:
    """(name, what it is, fields) of every shape in the answers."""
    known = document["components"]["schemas"]
    for name, shape in sorted(known.items()):
        if "properties" in shape:
            yield name, shape.get("description", ""), [_value(field, told, known) for field, told in shape["properties"].items()]


def _value(name: str, told: Mapping[str, Any], known: Mapping[str, Any], *, required: bool = False) -> Value:
    kind = _kind(told, known)
    default = told.get("default")
    shown = "" if default in (None, "", []) else str(default)
    return Value(name, kind.words, told.get("description", ""), kind.shape, required, shown, kind.choices)


def _kind(told: Mapping[str, Any], known: Mapping[str, Any]) -> Kind:
    if "$ref" in told:
        name = told["$ref"].rpartition("/")[2]
        return Kind(name, name) if "properties" in known[name] else _kind(known[name], known)
    several = told.get("anyOf") or told.get("allOf")
    if several:
        found = [_kind(one, known) for one in several]
        shape = next((kind.shape for kind in found if kind.shape), "")
        return Kind(" 或 ".join(kind.words for kind in found), shape, tuple(choice for kind in found for choice in kind.choices))
    if told.get("type") == "array":
        each = _kind(told["items"], known)
        return Kind(f"{each.words} 的列表", each.shape, each.choices)
    if isinstance(told.get("additionalProperties"), dict):
        each = _kind(told["additionalProperties"], known)
        return Kind(f"名称 → {each.words}", each.shape)
    return Kind(_FORMATS.get(told.get("format", "")) or _KINDS[told["type"]], choices=tuple(map(str, told.get("enum", ()))))
