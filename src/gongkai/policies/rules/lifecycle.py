"""全链条: the stages of a policy's life on its rail and code page, where a missing stage is shown as missing (领域规则 6.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    BASIS = "basis"
    CONSULTATION = "consultation"
    FEEDBACK = "feedback"
    PUBLICATION = "publication"
    INTERPRETATION = "interpretation"
    QUESTIONS = "questions"
    SERVICE = "service"
    EVALUATION = "evaluation"
    REVISION = "revision"

    @property
    def label(self) -> str:
        return {
            "basis": "政策依据",
            "consultation": "意见征集",
            "feedback": "结果反馈",
            "publication": "文件发布",
            "interpretation": "政策解读",
            "questions": "政策问答",
            "service": "兑现办理",
            "evaluation": "实施评价",
            "revision": "历次修订",
        }[self.value]


@dataclass(frozen=True)
class Step:
    """One stage: what stands there (titles with their addresses); nothing when it is missing."""

    stage: Stage
    links: tuple[tuple[str, str], ...]

    @property
    def present(self) -> bool:
        return bool(self.links)


def rail(found: Mapping[Stage, Sequence[tuple[str, str]]]) -> tuple[Step, ...]:
    """Every stage in order, with what was found for it."""
    return tuple(Step(stage, tuple(found.get(stage, ()))) for stage in Stage)
