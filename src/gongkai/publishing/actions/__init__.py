"""What this room does for those above: inspect, let pass, review, send round, and the gate before publication."""

from gongkai.publishing.actions.files import file_text
from gongkai.publishing.actions.inspecting import Looked, inspect, keep, look, override, require_publishable, review_secrecy
from gongkai.publishing.actions.keeping import allow, change_word, end_allowance, register_number, retire_number
from gongkai.publishing.actions.releases import text_changed
from gongkai.publishing.actions.rounds import circulate, end, note_return, require_rounds, waive

__all__ = [
    "Looked",
    "allow",
    "change_word",
    "circulate",
    "end",
    "end_allowance",
    "file_text",
    "inspect",
    "keep",
    "look",
    "note_return",
    "override",
    "register_number",
    "require_publishable",
    "require_rounds",
    "retire_number",
    "review_secrecy",
    "text_changed",
    "waive",
]
