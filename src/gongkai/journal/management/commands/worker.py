"""后台工作进程：python -m django worker"""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from gongkai.journal import worker


class Command(BaseCommand):
    help = "后台工作：为日志排序、封存，执行各项跟随与定时任务，直到收到停止信号"

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        worker.run(stop)
