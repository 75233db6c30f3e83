"""What the account pages ask."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from gongkai.people.rules.accounts import plain_username


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码", max_length=256, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def clean_username(self) -> str:
        return plain_username(self.cleaned_data["username"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=40,
        help_text="身份验证应用显示的6位数字。手机不在身边时，可输入一个恢复码。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}),
    )


class FirstCodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=12,
        help_text="扫码后，身份验证应用显示的6位数字。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    old = forms.CharField(
        label="原密码", max_length=256, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(label="新密码", max_length=256, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(
        label="再输一次新密码", max_length=256, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = "".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两次输入的新密码不一致。")
        return given
