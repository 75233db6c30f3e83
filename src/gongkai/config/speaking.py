"""argparse, speaking Chinese."""

import argparse
import re
from typing import Any, NoReturn

_SAID = (
    (re.compile(r"the following arguments are required: (.+)"), "还缺少：{}"),
    (re.compile(r"argument (\S+): expected .*argument"), "{} 后面要写一个值"),
    (re.compile(r"argument (\S+): invalid int value: '(.*)'"), "{} 应为整数，现为“{}”"),
    (re.compile(r"argument 命令: invalid choice: '(.*?)'"), "没有“{}”这个命令"),
    (re.compile(r"argument (\S+): ignored explicit argument '(.*)'"), "{} 后面不能写“{}”"),
    (re.compile(r"ambiguous option: (\S+)"), "{} 不完整，请写全"),
)


class Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Its help and its errors are for people who read Chinese."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(formatter_class=Help, add_help=False, **options)
        self._positionals.title, self._optionals.title = "命令和参数", "选项"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        told = next((words.format(*found.groups()) for pattern, words in _SAID if (found := pattern.match(message))), message)
        self.exit(2, f"{told.rstrip('。')}。运行 python3 start.py help 查看用法。\n")
