from django.db import models

from gongkai.assistant.rules.answers import Kind, Outcome


class Conversation(models.Model):
    """会话: questions that follow one another. Held by its key alone, which stands in the asker's session; nobody's name is kept."""

    key = models.CharField(max_length=43, unique=True)
    office = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )  # of the officer who asks; null: a citizen
    scope = models.JSONField(default=dict)  # rules.answers.Scope
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="conversation_last")]


class Question(models.Model):
    """问题 and what was answered: masked, with everything needed to see later why it was answered so (领域规则 18 ⑤)."""

    class Liked(models.TextChoices):
        YES = "yes", "有帮助"
        NO = "no", "没有帮助"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=40, blank=True)  # of the form it was sent with: sent twice, it is kept once
    place = models.CharField("渠道", max_length=20)  # portal, policy, desk, api …
    policy = models.ForeignKey("policies.Policy", models.PROTECT, null=True, related_name="+")  # the page it was asked on
    office = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+"
    )  # as of the conversation: narrows the log
    text = models.CharField("问题", max_length=300)  # masked
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.label) for kind in Kind])
    outcome = models.CharField(max_length=12, choices=[(outcome.value, outcome.label) for outcome in Outcome])
    confidence = models.FloatField(default=0)
    answer = models.JSONField()  # rules.answers.Answer
    retrieved = models.JSONField(default=list)  # [[edition, anchor, score, cosine]], best first
    entry_id = models.PositiveBigIntegerField("问答库条目", null=True)
    model = models.CharField("模型", max_length=80, blank=True)
    prompt = models.CharField("提示词版本", max_length=20, blank=True)
    calibration = models.CharField("校准版本", max_length=20, blank=True)
    took_ms = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    liked = models.CharField("评价", max_length=3, choices=Liked.choices, blank=True)
    liked_why = models.CharField("评价说明", max_length=300, blank=True)  # masked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="questions_in_order"),
            models.UniqueConstraint(fields=["conversation", "token"], condition=~models.Q(token=""), name="question_sent_once"),
        ]
        indexes = [
            models.Index(fields=["-asked_at"], name="question_newest"),
            models.Index(fields=["outcome", "-asked_at"], name="question_outcome"),
            models.Index(fields=["policy", "-asked_at"], name="question_policy"),
            models.Index(fields=["office", "-asked_at"], name="question_office"),
        ]


class QuestionPaper(models.Model):
    """A paper a question was answered from, or on whose page it was asked: what the figures by paper count."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="papers")
    policy = models.ForeignKey("policies.Policy", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "policy"], name="question_names_a_paper_once")]
        indexes = [models.Index(fields=["policy", "question"], name="question_paper")]
