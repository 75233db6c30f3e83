from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gongkai.exchange"
    label = "exchange"
    verbose_name = "上下级对接"
