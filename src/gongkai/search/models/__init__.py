"""What is kept beside the index: words and counts, what officers say of results, saved searches. The index itself is no model."""

from gongkai.search.models.relevance import Evaluation, JudgedQuery, Judgement, Pin
from gongkai.search.models.saved import SavedSearch
from gongkai.search.models.words import SearchCount, Synonym

__all__ = ["Evaluation", "JudgedQuery", "Judgement", "Pin", "SavedSearch", "SearchCount", "Synonym"]
