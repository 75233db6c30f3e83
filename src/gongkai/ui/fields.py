"""Fields of forms that both doors ask with."""

from django import forms


def day(label: str, help_text: str = "", required: bool = True) -> forms.DateField:
    """A day, chosen in the browser's own calendar: its value is written as the browser wants it, whatever the language of the page."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"请填写{label}。", "invalid": "请按“年-月-日”填写，例如 2026-06-03。"},
    )
