"""What this room does: inspect, let pass, review, and the gate before publication."""

from gongkai.publishing.actions.files import file_text
from gongkai.publishing.actions.inspecting import Looked, inspect, keep, look, override, require_publishable, review_secrecy
from gongkai.publishing.actions.keeping import allow, change_word, end_allowance, register_number, retire_number

__all__ = [
    "Looked",
    "allow",
    "change_word",
    "end_allowance",
    "file_text",
    "inspect",
    "keep",
    "look",
    "override",
    "register_number",
    "require_publishable",
    "retire_number",
    "review_secrecy",
]
