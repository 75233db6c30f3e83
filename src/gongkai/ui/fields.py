"""Fields of forms that both doors ask with."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


def day(label: str, help_text: str = "", required: bool = True) -> forms.DateField:
    """A day, chosen in the browser's own calendar: its value is written as the browser wants it, whatever the language of the page."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"请填写{label}。", "invalid": "请按“年-月-日”填写，例如 2026-06-03。"},
    )


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []


class FilesField(forms.FileField):
    """Files chosen together, for example both sides of a card. Its value is a list of uploaded files, empty when none was chosen."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            return super().clean(None, initial) or []
        return [super(FilesField, self).clean(one, initial) for one in data]
