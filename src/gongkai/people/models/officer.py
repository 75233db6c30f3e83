"""工作人员 and the posts they hold."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from gongkai.people.models.encrypted import EncryptedTextField, blind_index
from gongkai.people.rules.accounts import plain_username
from gongkai.people.rules.permits import Actor, Role


class OfficerManager(BaseUserManager["Officer"]):
    def create_user(self, username: str, password: str | None = None, **facts: Any) -> "Officer":
        """A new officer with a hashed password (None: cannot sign in by password)."""
        officer = self.model(username=plain_username(username), **facts)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer


class Officer(AbstractBaseUser):
    """工作人员: someone who signs in at the desk. What they may do follows from their posts alone; there are no superusers."""

    username = models.CharField("用户名", max_length=60, unique=True, error_messages={"unique": "已有这个用户名"})
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    phone = EncryptedTextField("手机号码", blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    external_id = models.CharField("统一身份认证标识", max_length=120, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须修改密码", default=False)
    password_set_at = models.DateTimeField("密码设置时间", null=True, editable=False)
    demo = models.BooleanField("演示账号", default=False, help_text="关闭试用模式后不能登录")

    objects = OfficerManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~models.Q(external_id=""),
                name="one_officer_an_identity",
                violation_error_message="这个统一身份已绑定其他账号",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_index = blind_index(self.phone)
        super().save(*args, **kwargs)

    def actor(self) -> Actor:
        """Who is asking, as plain values for the permit rules: the roles of the posts held now, by the office's path.
        One query; an inactive officer holds nothing."""
        roles: dict[str, set[Role]] = defaultdict(set)
        if self.is_active:
            for path, role in self.posts.filter(until=None).values_list("organisation__path", "role"):
                roles[path].add(Role(role))
        return Actor(self.pk, self.name, {path: frozenset(held) for path, held in roles.items()})

    def get_full_name(self) -> str:
        return self.name


class Post(models.Model):
    """任职: a role at an organisation, from a day until it is retired. It holds from the moment it is recorded."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=12, choices=[(one.value, one.label) for one in Role])
    since = models.DateField("任职日期")
    until = models.DateField("免职日期", null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "organisation", "role"],
                condition=models.Q(until=None),
                name="a_post_once",
                violation_error_message="已担任这个角色",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="a_post_ends_after_it_began"
            ),
            models.CheckConstraint(condition=models.Q(role__in=[one.value for one in Role]), name="a_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {Role(self.role).label}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label
