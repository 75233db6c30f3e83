"""Reading what an OpenAI-compatible endpoint streams: its events, and the JSON that grows out of them. Anything unexpected is an error."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_ITEM = 2000  # characters of one {"sentence", "clause_id"}
_BEFORE = 4000  # characters that may stand before the array (a model thinking aloud)


@dataclass(frozen=True)
class Event:
    """One event of the stream. `ended`: there is no more text; `last`: nor any other event. `tokens`: what the whole call cost, in the
    event that tells it."""

    text: str = ""
    ended: bool = False
    tokens: int = 0
    last: bool = False


def event(line: bytes) -> Event | None:
    """One line of server-sent events; None for what carries nothing. ValueError for what is no chat completion."""
    if not line.startswith(b"data:"):
        return None
    data = line[5:].strip()
    if data == b"[DONE]":
        return Event(ended=True, last=True)
    try:
        value = json.loads(data)
        usage, choices = value.get("usage") or {}, value.get("choices") or []
        tokens = usage.get("total_tokens") or 0
        choice = choices[0] if choices else {}
        text = (choice.get("delta") or {}).get("content") or ""
        ended = choice.get("finish_reason") is not None
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a chat completion") from error
    if not isinstance(text, str) or isinstance(tokens, bool) or not isinstance(tokens, int):
        raise ValueError("not a chat completion")
    return Event(text, ended, max(0, tokens))


class Items:
    """The array [{"sentence": "…", "clause_id": 1}, …] read while it grows: each item once it is whole, for at most so many clauses, each
    once and in their order."""

    def __init__(self, clauses: int) -> None:
        self._clauses, self._last, self._rest = clauses, 0, ""
        self._begun = self._ended = False

    def feed(self, text: str) -> Iterator[tuple[int, str]]:
        """(clause_id, sentence) of every item that this piece of text completes. ValueError for what is not such an array."""
        self._rest += text
        if not self._begun:
            before, bracket, after = self._rest.partition("[")
            if not bracket:
                if len(before) > _BEFORE:
                    raise ValueError("no array")
                return
            self._begun, self._rest = True, after
        while not self._ended and self._rest:
            self._rest = self._rest.lstrip(" \t\r\n,")
            if self._rest.startswith("]"):
                self._ended, self._rest = True, ""
            elif (item := self._first()) is not None:
                yield item
            else:
                return

    def close(self) -> None:
        """There is no more text. ValueError when the array never came or was not ended."""
        if not self._ended:
            raise ValueError("no whole array")

    def _first(self) -> tuple[int, str] | None:
        """The item the rest begins with, None while it is not whole."""
        if not self._rest:
            return None
        if "}" not in self._rest and len(self._rest) <= LONGEST_ITEM and self._rest.startswith("{"):
            return None
        try:
            value, end = json.JSONDecoder().raw_decode(self._rest[:LONGEST_ITEM])
        except (ValueError, RecursionError) as error:
            if self._rest.startswith("{") and len(self._rest) < LONGEST_ITEM:
                return None  # a brace inside a sentence, or more to come
            raise ValueError("not an item") from error
        if not isinstance(value, dict) or set(value) != {"sentence", "clause_id"}:
            raise ValueError("not an item")
        sentence, number = value["sentence"], value["clause_id"]
        if not isinstance(sentence, str) or type(number) is not int or not self._last < number <= self._clauses:
            raise ValueError("not an item")
        self._last, self._rest = number, self._rest[end:]
        return number, sentence
