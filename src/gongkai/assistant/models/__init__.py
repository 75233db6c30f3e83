from gongkai.assistant.models.asking import Conversation, Question, QuestionPaper
from gongkai.assistant.models.evaluation import Calibration, Sample, SampleItem, Verdict
from gongkai.assistant.models.gaps import Gap, GapQuestion
from gongkai.assistant.models.knowledge import FaqCitation, FaqEntry, FaqVersion
from gongkai.assistant.models.model_use import ModelUse

__all__ = [
    "Calibration",
    "Conversation",
    "FaqCitation",
    "FaqEntry",
    "FaqVersion",
    "Gap",
    "GapQuestion",
    "ModelUse",
    "Question",
    "QuestionPaper",
    "Sample",
    "SampleItem",
    "Verdict",
]
