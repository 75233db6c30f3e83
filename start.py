#!/usr/bin/env python3
"""公开平台的唯一入口，只用标准库：备好环境（虚拟环境、校验过哈希的依赖），再交给 gongkai 本身。

python3 start.py              运行平台（首次运行装入演示城市）
python3 start.py test         运行全部测试
python3 start.py help         查看全部命令
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("GONGKAI_VENV") or ROOT / ".venv")
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NO = {"", "0", "false", "no", "off"}
NEED_DEVELOPER_TOOLS = {"test", "bench"}


def main(arguments: "list[str]") -> None:  # quoted: an old Python must get as far as the message below
    if sys.version_info < OLDEST:
        sys.exit(f"需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}。请安装后用新版本的 python3 运行本命令。")
    if arguments[:1] and arguments[0] in NEED_DEVELOPER_TOOLS:
        install("requirements-dev.txt")
    else:
        install("requirements-semantic.txt" if os.environ.get("GONGKAI_SEMANTIC", "0").strip() not in NO else "requirements.txt")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "GONGKAI_ROOT": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # set in many container images; every process would compile everything anew
    os.chdir(ROOT) if arguments[:1] != ["import"] else None  # import paths are relative to where the user stands
    os.execve(PYTHON, [str(PYTHON), "-m", "gongkai", *arguments], environment)


def install(requirements: str) -> None:
    """Bring the virtual environment up to the pinned versions; does nothing when a stamp says it is there already."""
    wanted = hashlib.sha256((ROOT / requirements).read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / f".{requirements}.sha256"
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    print(f"正在准备运行环境（{requirements}），首次约需一分钟……", flush=True)
    try:
        if not (PYTHON.exists() and run("pip", "--version")):  # or one whose making was interrupted
            venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, OSError) as reason:
        sys.exit(f"无法建立虚拟环境：{reason}\n在 Debian 上请先执行：apt-get install python3-venv")
    path = ROOT / requirements
    if not (have_uv() and run("uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", path)) and not run(
        "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", path, loud=True
    ):
        sys.exit("依赖下载或校验失败。请检查网络、代理或内部软件源设置（pip config list），然后重新运行；已下载的部分会接着用。")
    stamp.write_text(wanted)


def have_uv() -> bool:
    return run("uv", "--version") or run("pip", "install", "--quiet", "uv")


def run(tool: str, *arguments: object, loud: bool = False) -> bool:
    command = [PYTHON, "-m", tool, *map(str, arguments)]
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=None if loud else subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
