"""口令复杂度, as a Django password validator (settings AUTH_PASSWORD_VALIDATORS)."""

from django.core.exceptions import ValidationError

from gongkai.people.models import Officer
from gongkai.people.rules.accounts import PASSWORD_CLASSES, classes_in


class SeveralClasses:
    """At least three of upper case, lower case, digits and signs."""

    def validate(self, password: str, user: Officer | None = None) -> None:
        if classes_in(password) < PASSWORD_CLASSES:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return f"密码须包含大写字母、小写字母、数字、符号中的至少{PASSWORD_CLASSES}种。"
