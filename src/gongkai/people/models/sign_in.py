"""What sign-in keeps: authenticators, recovery codes, API keys and rate windows."""

from django.db import models
from django_otp.models import Device

from gongkai.people.models.encrypted import EncryptedTextField
from gongkai.people.rules.api_keys import Scope


class Authenticator(Device):  # django-otp has no types
    """动态口令 (RFC 6238): an authenticator app on an officer's phone. Confirmed once a first code has been right."""

    user = models.OneToOneField("people.Officer", models.CASCADE, related_name="authenticator", verbose_name="工作人员")
    secret = EncryptedTextField("密钥")
    last_step = models.BigIntegerField("最后用过的时间步", default=-1)


class RecoveryCode(models.Model):
    """恢复码: for the day the phone is lost; kept as a digest, good for one use."""

    officer = models.ForeignKey("people.Officer", models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "digest"], name="a_recovery_code_once")]


class ApiKey(models.Model):
    """开放接口密钥: shown once when issued; only its prefix and digest are kept."""

    name = models.CharField("用途", max_length=80)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="api_keys", verbose_name="使用单位")
    prefix = models.CharField("前缀", max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField("范围", default=list)
    created_at = models.DateTimeField("签发时间")
    created_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    last_used_on = models.DateField("最近使用", null=True)
    revoked_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name}（{self.prefix}…）"

    def opens(self, scope: Scope) -> bool:
        return scope.value in self.scopes

    @property
    def scope_labels(self) -> list[str]:
        return [Scope(value).label for value in self.scopes]


class RateWindow(models.Model):
    """How often a key was used in a window of time; gone after `expires_at`. Written by `people.throttle` alone."""

    key = models.CharField(max_length=160, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)
