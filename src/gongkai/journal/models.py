"""What happened, in what order, under which seals; and how far each duty has come."""

from django.db import models

from gongkai.journal.rules import entries, seals


class Entry(models.Model):
    """One thing that happened, by whom and when. Append-only: triggers refuse any change (migration 0002)."""

    at = models.DateTimeField("时间", db_index=True)
    kind = models.CharField("事由", max_length=80)  # policies.edition.published
    about = models.CharField("关于", max_length=120)  # policies.policy:12
    by = models.ForeignKey(
        "people.Officer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="经办人"
    )  # none: done by the system itself
    by_name = models.CharField("经办人姓名", max_length=60, blank=True)  # as it was on the day
    data = models.JSONField("内容", default=dict)  # never personal data
    salt = models.CharField(max_length=32)  # keeps the officer's name out of public proofs (rules/entries.py)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["about", "at"], name="entry_about_at"),
            models.Index(fields=["kind", "id"], name="entry_kind"),
            models.Index(fields=["by", "id"], name="entry_by"),
        ]

    def row(self) -> bytes:
        """What its digest is taken over."""
        return entries.row(
            at=self.at, kind=self.kind, about=self.about, by=self.by_id, by_name=self.by_name, salt=self.salt, data=self.data
        )


class Arrival(models.Model):
    """An entry that has no position yet. Written with the entry, gone when its leaf is written."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="+")


class Leaf(models.Model):
    """The position of a committed entry: 1, 2, 3 … without gaps. Followers bookmark by it, seals count by it. Append-only."""

    position = models.BigIntegerField("次序", primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="leaf")


class Batch(models.Model):
    """A run of leaves sealed together; each seal takes in the seals before it. Append-only."""

    number = models.BigIntegerField("批次", primary_key=True)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    root = models.CharField("默克尔根", max_length=64)
    previous_seal = models.CharField(max_length=64)
    skip_seal = models.CharField(max_length=64)  # of a batch further back, so that proofs stay short (rules/seals.py)
    sealed_at = models.DateTimeField("封存时间")
    seal = models.CharField("封印", max_length=64, unique=True)

    def sealed(self) -> seals.Sealed:
        """The batch in the form its seal is taken over."""
        return seals.Sealed(
            number=self.number,
            first_position=self.first_position,
            last_position=self.last_position,
            root=self.root,
            previous_seal=self.previous_seal,
            skip_seal=self.skip_seal,
            sealed_at=seals.moment(self.sealed_at),
        )


class Duty(models.Model):
    """A follower's bookmark or a schedule's next run, and who is at work on it until when."""

    name = models.CharField(max_length=80)
    node = models.CharField(max_length=60, blank=True)  # empty: one for all nodes
    position = models.BigIntegerField(default=0)  # of the last leaf handled; zero or less: from the beginning
    due_at = models.DateTimeField(null=True)  # schedules only
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=160, blank=True)
    last_run = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    failures = models.IntegerField(default=0)  # in a row

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "node"], name="duty_name_node")]


class Retry(models.Model):
    """An entry a follower could not handle: tried again later, then parked until a person looks."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="retries")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    attempts = models.IntegerField(default=1)
    due_at = models.DateTimeField(db_index=True)
    error = models.TextField()
    parked_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "entry"], name="retry_duty_entry")]


def name_of(about: models.Model | str) -> str:
    """A row's name in the journal: "policies.policy:12"."""
    if isinstance(about, str):
        return about
    if about.pk is None:
        raise ValueError("a row must be saved before the journal can speak of it")
    return f"{about._meta.label_lower}:{about.pk}"
