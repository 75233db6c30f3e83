"""The subcommands of `python3 start.py`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command

from gongkai.config.speaking import Parser
from gongkai.shared.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    parser = _parser()
    arguments, rest = parser.parse_known_args()
    if rest and arguments.command not in {"test", "manage", "bench"}:
        parser.error(f"不认识的参数：{' '.join(rest)}")
    arguments.rest, arguments.command = rest, arguments.command or "serve"
    try:
        _COMMANDS[arguments.command](arguments)
    except Refused as refusal:
        sys.exit(f"未能完成：{refusal}")
    except KeyboardInterrupt:
        sys.exit(130)


def serve(arguments: argparse.Namespace) -> None:
    """Prepare the database and static files, then run web server and worker until stopped."""
    from gongkai.config import serving  # noqa: PLC0415 - settings must not load before they are asked for

    serving.run(host=arguments.host, port=_port(arguments), serve=not arguments.no_serve)


def test(arguments: argparse.Namespace) -> None:
    from gongkai.config import testing  # noqa: PLC0415

    sys.exit(testing.run(postgres=arguments.postgres, coverage=arguments.coverage, only=arguments.rest))


def import_(arguments: argparse.Namespace) -> None:
    _ready()
    from gongkai.config import importing  # noqa: PLC0415

    sys.exit(
        importing.run(
            [Path(path) for path in arguments.paths],
            by=arguments.by,
            reviewer=arguments.reviewer,
            signer=arguments.signer,
            publish=not arguments.draft_only,
        )
    )


def bench(arguments: argparse.Namespace) -> None:
    sys.exit(subprocess.run([sys.executable, str(ROOT / "benchmarks" / "run.py"), *arguments.rest], check=False).returncode)


def check(arguments: argparse.Namespace) -> None:
    """Verify the journal, its seals, every published text and stored file, and the library's shadows."""
    _ready()
    from gongkai.config import checking  # noqa: PLC0415

    sys.exit(checking.run(Path(arguments.seals) if arguments.seals else None))


def backup(arguments: argparse.Namespace) -> None:
    _ready()
    from gongkai.config import backups  # noqa: PLC0415

    print(f"已备份到 {backups.backup(Path(arguments.path) if arguments.path else None)}")


def restore(arguments: argparse.Namespace) -> None:
    django.setup()
    from gongkai.config import backups  # noqa: PLC0415

    backups.restore(Path(arguments.path), overwrite=arguments.overwrite)
    print("已恢复。请运行 python3 start.py check 核验。")


def createadmin(arguments: argparse.Namespace) -> None:
    _ready()
    from gongkai.config import administrators  # noqa: PLC0415

    administrators.create(
        arguments.username, arguments.name, organisation=arguments.organisation, region=arguments.region, level=arguments.level
    )


def manage(arguments: argparse.Namespace) -> None:
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["start.py manage", *arguments.rest])


def docs(arguments: argparse.Namespace) -> None:
    """Write the generated pages of docs/."""
    django.setup()
    from gongkai.config import documentation  # noqa: PLC0415

    documentation.write()


def worker(arguments: argparse.Namespace) -> None:
    django.setup()
    from gongkai.config import serving  # noqa: PLC0415

    serving.work()


def show_help(arguments: argparse.Namespace) -> None:
    _parser().print_help()


_COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "serve": serve,
    "test": test,
    "import": import_,
    "bench": bench,
    "check": check,
    "backup": backup,
    "restore": restore,
    "createadmin": createadmin,
    "manage": manage,
    "docs": docs,
    "worker": worker,
    "help": show_help,
}


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python3 start.py", description="公开平台：政务公开，一条命令运行。")
    _serving_options(parser, host=os.environ.get("HOST", "127.0.0.1"), port=None, no_serve=False)
    parser.set_defaults(command="serve")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=False)
    run = commands.add_parser("serve", help="运行平台（不写命令时就是它）")
    _serving_options(run)  # without defaults, else they would undo what was said before the word "serve"
    tests = commands.add_parser("test", help="运行全部测试；--postgres 用一个私有的 PostgreSQL 再跑一遍")
    tests.add_argument("--postgres", action="store_true", help="在私有的 PostgreSQL 上运行")
    tests.add_argument("--coverage", action="store_true", help="一个进程里跑，跑完列出哪些行没有测到")
    imports = commands.add_parser("import", help="导入文件、文件夹、ZIP 或清单（CSV/XLSX）")
    imports.add_argument("paths", nargs="+", metavar="路径")
    imports.add_argument("--by", metavar="账号", default="", help="以哪个账号导入（采编）；试用模式默认演示账号")
    imports.add_argument("--reviewer", metavar="账号", default="", help="试用模式：由哪个账号审核、作保密审查")
    imports.add_argument("--signer", metavar="账号", default="", help="试用模式：由哪个账号签发")
    imports.add_argument("--draft-only", action="store_true", help="只识别成待确认的草稿，不发布（正式运行时总是如此）")
    commands.add_parser("bench", help="性能基准（README 中的数字由此得来）")
    checks = commands.add_parser("check", help="核验日志、文本、文件与列表数据，指出第一处不符")
    checks.add_argument(
        "--seals", metavar="文件", default="", help="另处保存的封存点（/api/v1/checkpoints 或 /feeds/seals.atom），一并核对"
    )
    backups = commands.add_parser("backup", help="备份数据库、文件与密钥")
    backups.add_argument("path", nargs="?", metavar="路径", help="备份文件路径，默认在数据目录的 backups 下")
    restores = commands.add_parser("restore", help="从备份恢复")
    restores.add_argument("path", metavar="路径", help="备份文件路径")
    restores.add_argument("--overwrite", action="store_true", help="覆盖现有数据")
    admin = commands.add_parser("createadmin", help="建立系统管理员账号")
    admin.add_argument("username", metavar="登录名", help="登录名")
    admin.add_argument("--name", metavar="姓名", default="系统管理员", help="姓名")
    admin.add_argument("--organisation", metavar="机关", default="", help="最高一级机关的全称（库里还没有机关时必填）")
    admin.add_argument("--region", metavar="代码", default="", help="它的行政区划代码，6 位")
    admin.add_argument("--level", metavar="层级", default="市", help="它的层级：省、市、县、乡，默认市")
    commands.add_parser("docs", help="生成 docs 中的设置表与规则手册")
    commands.add_parser("worker", help="只运行后台进程（多节点部署用）")
    commands.add_parser("manage", help="运行 Django 管理命令", add_help=False)
    commands.add_parser("help", help="显示本说明")
    return parser


def _serving_options(parser: argparse.ArgumentParser, **defaults: object) -> None:
    def default(name: str) -> object:
        return defaults.get(name, argparse.SUPPRESS)

    parser.add_argument("--host", metavar="地址", default=default("host"), help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", metavar="端口", type=int, default=default("port"), help="端口，默认 8000，也可用环境变量 PORT")
    parser.add_argument("--no-serve", action="store_true", default=default("no_serve"), help="只做好准备（建库、演示数据），不启动")


def _port(arguments: argparse.Namespace) -> int:
    if arguments.port is not None:
        port = arguments.port
    else:
        raw = os.environ.get("PORT", "8000")
        if not raw.isdigit():
            raise Refused(f"环境变量 PORT 应为端口号，现为“{raw}”。")
        port = int(raw)
    if not 0 < port < 65536:
        raise Refused(f"端口应在 1 到 65535 之间，现为 {port}。")
    return port


def _ready() -> None:
    """Django set up and the database at its newest shape."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
