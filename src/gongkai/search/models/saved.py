from datetime import date

from django.db import models

from gongkai.people.models.encrypted import EncryptedTextField
from gongkai.search.rules.saved import Wanted, read


class SavedSearch(models.Model):
    """检索订阅: whoever saved it is told of new papers it finds: an officer at the desk, a citizen by e-mail once the address was confirmed.
    What somebody looks for may tell who they are: it is sealed like the address. A citizen's row is deleted when it ends."""

    officer = models.ForeignKey("people.Officer", models.CASCADE, null=True, related_name="+")
    wanted = EncryptedTextField("检索条件")  # rules.saved.Wanted
    wanted_index = models.CharField(max_length=64)
    address = EncryptedTextField("邮箱", blank=True)
    address_index = models.CharField(max_length=64, blank=True)
    token = EncryptedTextField(blank=True)  # stands in the links of the mails; looked up by its digest
    token_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - none for officers, unique for the rest
    at = models.DateTimeField("订阅时间")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    looked_until = models.DateTimeField("已查看到", null=True)  # what became public before is told already
    expires_on = models.DateField("有效期至")
    reminded_at = models.DateTimeField("提醒续期时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "wanted_index"], condition=~models.Q(officer=None), name="saved_once_by_officer"),
            models.UniqueConstraint(
                fields=["address_index", "wanted_index"], condition=~models.Q(address_index=""), name="saved_once_by_address"
            ),
        ]
        indexes = [models.Index(fields=["looked_until"], name="saved_looked"), models.Index(fields=["expires_on"], name="saved_expires")]

    def search(self) -> Wanted:
        return read(self.wanted)

    def is_on(self, day: date) -> bool:
        return self.confirmed_at is not None and day <= self.expires_on
