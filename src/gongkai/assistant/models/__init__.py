from gongkai.assistant.models.asking import Conversation, Question
from gongkai.assistant.models.model_use import ModelUse

__all__ = ["Conversation", "ModelUse", "Question"]
