from gongkai.assistant.models.asking import Conversation, Question

__all__ = ["Conversation", "Question"]
