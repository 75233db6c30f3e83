from django.db import models


class ModelUse(models.Model):
    """模型用量: how often the model endpoint was asked on a day and the tokens it cost; what the daily budget is counted by."""

    day = models.DateField("日期", unique=True)
    calls = models.PositiveIntegerField("次数", default=0)
    tokens = models.PositiveBigIntegerField("词元", default=0)  # as the endpoint counts them, else characters sent and received
