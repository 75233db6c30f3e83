from django.apps import AppConfig
from django.core import validators
from django.forms import Field


class UiConfig(AppConfig):
    name = "gongkai.ui"
    label = "ui"
    verbose_name = "页面零件"

    def ready(self) -> None:
        """What every form says where it has no words of its own: Django's own Chinese speaks of 变量 and 字段."""
        Field.default_error_messages["required"] = "请填写这一项。"
        validators.MaxLengthValidator.message = "最多%(limit_value)d个字，现在有%(show_value)d个。请删减。"
        validators.MinLengthValidator.message = "至少%(limit_value)d个字，现在有%(show_value)d个。请补充。"
        validators.MaxValueValidator.message = "不能大于%(limit_value)s。"
        validators.MinValueValidator.message = "不能小于%(limit_value)s。"
        validators.ProhibitNullCharactersValidator.message = "含有看不见的空字符，请重新输入。"
