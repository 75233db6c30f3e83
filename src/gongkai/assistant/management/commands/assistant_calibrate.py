"""据评定的问答校准：python3 start.py manage assistant_calibrate"""

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.assistant.actions import evaluation
from gongkai.assistant.rules.evaluating import ENOUGH, TARGET
from gongkai.journal import actions as journal
from gongkai.shared.clock import now


class Command(BaseCommand):
    help = "由历次抽查评定的回答算出直接回答的把握下限和受理的相似度下限，立为新的一版"

    def handle(self, *args: Any, **options: Any) -> None:
        with journal.through("command"):
            learned, row = evaluation.recalibrate(at=now(), by=None)
        self.stdout.write(f"评定的回答 {learned.reviewed} 个。")
        if row is None:
            self.stdout.write(f"没有调整：至少要有 {ENOUGH} 个评定的回答，且正确率的置信下限能达到 {TARGET:.0%}。")
            return
        self.stdout.write(
            f"已启用校准 {row.version}：直接回答的把握下限 {row.direct_from}，受理的相似度下限 {row.cut if row.cut is not None else '未设'}。"
        )
