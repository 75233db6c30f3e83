"""A closed list of values with what each is called."""

from enum import StrEnum


class Labelled(StrEnum):
    """Members are written `NAME = "value", "中文"`; a member is found by its value alone."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
