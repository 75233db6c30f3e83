"""The rulebook of one inspection: word list, public numbers, allowances. Its version names exactly what was applied."""

import hmac
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from gongkai.publishing.rules.hits import Code, Hit
from gongkai.publishing.rules.screening import Screen, screen
from gongkai.publishing.rules.words import LEADERS, Machine, WrongWord, machine
from gongkai.shared.digest import canonical, sm3

NEVER_ALLOWED = frozenset({Code.SECRET_MARK})  # 保密法实施条例第四十二条：先审查、后公开
RULES = "2026.11.2"  # raised whenever a detector changes what it finds


@dataclass(frozen=True)
class Allowance:
    """白名单: this rule, for this value (fingerprint) or this subject, until this day. Never without either, and never for a mark
    of secrecy: only its correction lets such a paper out."""

    code: str
    about: str
    fingerprint: str
    until: date

    def allows(self, hit: Hit, about: str, today: date) -> bool:
        if self.code != hit.code or self.code in NEVER_ALLOWED or today > self.until or not (self.about or self.fingerprint):
            return False
        return self.about in ("", about) and self.fingerprint in ("", hit.fingerprint)


@dataclass(frozen=True)
class Rulebook:
    words: tuple[WrongWord, ...] = ()
    public_numbers: frozenset[str] = frozenset()
    allowances: tuple[Allowance, ...] = ()
    key: bytes = field(default=b"", repr=False)  # fingerprints are keyed, so that a short number cannot be guessed back

    @cached_property
    def word_machine(self) -> Machine:
        """What finds the words; made once."""
        return machine(self.words)

    @cached_property
    def leaders(self) -> tuple[WrongWord, ...]:
        """领导人姓名与职务, as the list of words has them."""
        return tuple(word for word in self.words if word.kind == LEADERS)

    @cached_property
    def screen(self) -> Screen:
        """What tells which passages need a close look; made once."""
        return screen(self.words)

    def version(self) -> str:
        """“2026.11-3f2a…”: the detectors' edition and a digest of the reference data."""
        return f"{RULES}-{_digest(self.words, self.public_numbers)[:12]}"

    def fingerprint(self, code: Code, value: str) -> str:
        """The same code and value always give the same 32 hex digits; the value cannot be read back from them."""
        return hmac.new(self.key or b"gongkai", f"{code}\0{value}".encode(), "sm3").hexdigest()[:32]


@lru_cache(maxsize=64)
def _digest(words: tuple[WrongWord, ...], numbers: frozenset[str]) -> str:
    return sm3(canonical([[asdict(word) for word in words], sorted(numbers)]))
