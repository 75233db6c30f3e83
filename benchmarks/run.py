"""The figures of the README and of docs/benchmarks.md: one command, its own data folder, the shipped settings.

python3 start.py bench                              # everything, on 100 000 generated documents
python3 start.py bench searching pages --documents 5000
python3 start.py bench --keep                       # keeps the folder; --library FOLDER uses it again
python3 start.py bench --write docs/benchmarks.md   # also writes the figures there, with those kept from earlier runs on this folder"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.measuring import load, machine  # noqa: E402
from benchmarks.report import Table  # noqa: E402
from benchmarks.stage import Options  # noqa: E402

from gongkai.config.testing import private_postgres  # noqa: E402

SMALL = 100  # documents of the other library
LEDGERS = {"ledger": 1, "ledger-postgres": 10}  # of so many times --cases applications; made by their own step
TOWNS = {"town": "0", "town-meaning": "1"}  # the demo city with the official papers, without and with 语义检索; made by their own steps
JUDGED = "judged"  # law articles with judged questions; read by its own step
READY = "ready"  # a file that stands in a finished library
# name -> (what it measures, its steps; a step is a module and the library it runs on)
BENCHMARKS = {
    "searching": ("建立索引与检索", (("indexing", "large"), ("searching", "large"))),
    "search": ("检索质量：判定过的提问", (("search_quality", JUDGED),)),
    "pages": ("页面与接口", (("indexing", "small"), ("pages", "small"), ("indexing", "large"), ("pages", "large"))),
    "importing": ("导入与识别", (("importing", "large"),)),
    "comparing": ("条文比对", (("comparing", "small"),)),
    "inspecting": ("发布前检查", (("inspecting", "small"),)),
    "catalogue": ("公开目录对账", (("catalogue", "small"),)),
    "withdrawal": ("撤回以后多久看不到", (("withdrawing", "town"),)),
    "journalling": ("工作日志", (("journalling", "small"),)),
    "applications": ("依申请公开台账", (("applications", "ledger"), ("applications", "ledger-postgres"))),
    "verifying": ("核对模型的话", (("verifying", "small"),)),
    "wording": ("提问时模型接口的各种情形", (("wording", "town"),)),
    "documents": ("读写各种格式", (("documents", "small"),)),
    "answers": ("智能问答", (("answers", "town"), ("answers", "town-meaning"), ("askers", "town"), ("repealing", "town"))),
}
SILENT = {("library", "small"), ("indexing", "small")}  # steps whose figures say nothing


def main() -> None:
    chosen = _parser().parse_args()
    if unknown := set(chosen.names) - set(BENCHMARKS):
        raise SystemExit(f"没有这项基准：{'、'.join(sorted(unknown))}。可选：{'、'.join(BENCHMARKS)}")
    folder = Path(chosen.library) if chosen.library else Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    began = time.monotonic()
    run = _Run(folder, chosen)
    try:
        tables = run.all()
        kept = run.kept()
    finally:
        if not (chosen.keep or chosen.library):
            shutil.rmtree(folder, ignore_errors=True)
    if chosen.keep:
        print(f"数据留在 {folder}", file=sys.stderr)
    command = " ".join(["python3 start.py bench", *chosen.names, f"--documents {chosen.documents}"])
    facts = [machine(), f"最后一次命令：`{command}`；用时 {(time.monotonic() - began) / 60:.0f} 分钟"]
    if chosen.json:
        print(json.dumps({"facts": facts, "tables": [table.as_dict() for table in tables]}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(f"- {fact}" for fact in facts))
    if chosen.write:
        Path(chosen.write).write_text(_page(facts, kept) + "\n", encoding="utf-8")


class _Run:
    """The steps in order, each once, each in a process of its own."""

    def __init__(self, folder: Path, chosen: argparse.Namespace) -> None:
        self.folder = folder
        self.names = chosen.names or list(BENCHMARKS)
        self.sizes = {"large": chosen.documents, "small": min(SMALL, chosen.documents)}
        self.chosen = chosen
        self.tables: list[Table] = []

    def all(self) -> list[Table]:
        steps = list(dict.fromkeys(step for name in self.names for step in BENCHMARKS[name][1]))
        for library in dict.fromkeys(library for _, library in steps):
            if library in (*LEDGERS, *TOWNS, JUDGED):
                continue
            if (self.folder / library / READY).exists():
                self._refresh(library)
            else:
                self._step("library", library)
                (self.folder / library / READY).touch()
        for module, library in steps:
            if module == "indexing" and self.chosen.indexed:
                self._tell(self._read(module, library))  # what was measured when it was built
            else:
                self._step(module, library)
        return self.tables

    def kept(self) -> list[Table]:
        """Every figure there is in this folder: measured now, or in an earlier run on it."""
        libraries = dict.fromkeys(library for _, steps in BENCHMARKS.values() for _, library in steps)
        steps = dict.fromkeys(
            [*(("library", library) for library in libraries), *(step for _, steps in BENCHMARKS.values() for step in steps)]
        )
        return [table for step in steps if self._figures(*step).exists() for table in self._read(*step)]

    def _step(self, module: str, library: str) -> None:
        chosen = self.chosen
        cases = LEDGERS.get(library, 0) * chosen.cases
        options = Options(self.sizes.get(library, 0), chosen.seed, chosen.files, chosen.seconds, cases, date.today().isoformat())
        data = self.folder / library
        data.mkdir(parents=True, exist_ok=True)
        out = self._figures(module, library)
        before = load()
        print(f"{module}（{library}，{self.sizes.get(library, cases):,}）……", file=sys.stderr, flush=True)
        began = time.monotonic()
        command = [sys.executable, "-m", "benchmarks.stage", module, options.as_json(), str(out)]
        with private_postgres() if library.endswith("postgres") else nullcontext("") as address:
            environment = _environment(data) | ({"DATABASE_URL": address} if address else {})
            environment["GONGKAI_SEMANTIC"] = "1" if library == JUDGED else TOWNS.get(library, "0")
            if library in LEDGERS:
                migrate = [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v", "0"]
                subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
        told = f"{self.sizes[library]:,} 份文件的库；" if library in self.sizes else ""
        told += (
            f"{datetime.now():%Y-%m-%d %H:%M} 量，用时 {time.monotonic() - began:.0f} 秒；机器负载 开始 {before:.1f}、结束 {load():.1f}。"
        )
        values = json.loads(out.read_text(encoding="utf-8"))
        told_too = [value | {"notes": [*value["notes"], told]} for value in values]
        out.write_text(json.dumps(told_too, ensure_ascii=False), encoding="utf-8")
        self._tell(self._read(module, library))

    def _refresh(self, library: str) -> None:
        """A folder of an earlier run, brought to the present shape of tables and static files."""
        for command in (["migrate", "--skip-checks", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"]):
            subprocess.run([sys.executable, "-m", "django", *command], cwd=ROOT, env=_environment(self.folder / library), check=True)

    def _figures(self, module: str, library: str) -> Path:
        """Where the figures of a step stay, beside the data they were measured on."""
        return self.folder / library / f"{module}.json"

    def _read(self, module: str, library: str) -> list[Table]:
        if (module, library) in SILENT:
            return []
        return [Table.from_dict(value) for value in json.loads(self._figures(module, library).read_text(encoding="utf-8"))]

    def _tell(self, tables: list[Table]) -> None:
        self.tables += tables
        if not self.chosen.json:
            print("".join(table.markdown() + "\n\n" for table in tables), flush=True)


def _environment(data: Path) -> dict[str, str]:
    """The shipped settings on a folder of our own: nothing of this platform's settings is taken over from outside."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == "GONGKAI_SHARED" or not (name.startswith("GONGKAI_") or name == "DATABASE_URL")
    }
    return kept | {
        "GONGKAI_DATA": str(data.resolve()),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }


def _page(facts: list[str], tables: list[Table]) -> str:
    parts = ["# 性能基准", "", "文件由程序生成，不是真实公文；数字由 `python3 start.py bench` 得来，每项旁边是同一次运行里测的基线。", ""]
    parts += [f"- {fact}" for fact in facts]
    parts += ["- “比值”是本平台除以基线；时间的比值越小越好。“处理器”时间只算本进程用掉的，不含等待；机器忙时也会偏大一些。"]
    return "\n".join([*parts, *("\n" + table.markdown() for table in tables)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 start.py bench", description="性能基准：在自己的临时数据目录里运行，用发行的设置。")
    listed = "、".join(f"{name}（{what}）" for name, (what, _) in BENCHMARKS.items())
    parser.add_argument("names", nargs="*", metavar="名称", help=f"只运行这几项：{listed}；不写就是全部")
    parser.add_argument("--documents", type=int, default=100_000, metavar="N", help="库中文件数，默认 100000")
    parser.add_argument("--files", type=int, default=200, help="每种格式导入多少个文件，默认 200")
    parser.add_argument(
        "--cases", type=int, default=100_000, metavar="N", help="台账件数：SQLite 上 N 件，PostgreSQL 上 10N 件，默认 100000"
    )
    parser.add_argument("--seconds", type=int, default=5, help="每项网页压力测多少秒，默认 5")
    parser.add_argument("--seed", type=int, default=20261, help="生成数据的种子")
    parser.add_argument("--keep", action="store_true", help="运行后不删数据目录")
    parser.add_argument("--library", default="", metavar="目录", help="用 --keep 留下的数据目录，不再生成")
    parser.add_argument("--indexed", action="store_true", help="与 --library 合用：索引上次已经建好，不再重建，写上次量的数字")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--write", default="", metavar="文件", help="把结果写进这个文件，如 docs/benchmarks.md")
    return parser


if __name__ == "__main__":
    main()
