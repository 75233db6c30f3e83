"""每月抽查：python3 start.py manage assistant_sample --month 2026-10 --size 100"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.assistant.actions import evaluation
from gongkai.assistant.rules.evaluating import SAMPLE_SIZE
from gongkai.journal import actions as journal
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused


class Command(BaseCommand):
    help = "抽取一个月的公众提问供两人评判；已经抽过的，报告评判进度和结果"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", required=True, help="月份，如 2026-10")
        parser.add_argument("--size", type=int, default=SAMPLE_SIZE, help=f"抽取件数，默认 {SAMPLE_SIZE}")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with journal.through("command"):
                sample = evaluation.draw(evaluation.month_of(options["month"]), size=max(1, options["size"]), by=None, at=now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        found = evaluation.progress(sample)
        self.stdout.write(f"{sample.month:%Y年%m月}：公众提问 {sample.asked} 个，抽取 {sample.items.count()} 个（种子 {sample.seed}）")
        self.stdout.write(f"已评定 {found.settled}，待评判 {found.waiting}，待第三人裁定 {found.disputed}。在工作台“每月抽查”评判。")
        if not sample.settled_at:
            return
        figures = found.figures
        for label, rate in figures.rates:
            self.stdout.write(f"{label}：{rate}")
        self.stdout.write(f"两人一致性（Cohen's kappa）：{f'{figures.kappa:.2f}' if figures.kappa is not None else '无法计算'}")
        if figures.is_below(settings.ASSISTANT_BAR):
            self.stdout.write(f"回答正确率低于 {settings.ASSISTANT_BAR}%，已停止直接回答，只给依据条款。")
