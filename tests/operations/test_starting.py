"""start.py and the command line: what a stranger sees when something is not as it should be."""

import ast
import importlib.util
import os
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from gongkai.config import commands

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture
def start():
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(monkeypatch, capsys, *arguments, **environment):
    """(exit code, everything printed) of one command line."""
    monkeypatch.setattr(sys, "argv", ["start.py", *arguments])
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        commands.main()
    printed = "".join(capsys.readouterr())
    code = ended.value.code
    return (1, printed + code) if isinstance(code, str) else (code, printed)


def test_an_old_python_is_told_which_one_is_needed(start, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(sys, "version", "3.9.2 (default)")
    with pytest.raises(SystemExit, match=r"需要 Python 3\.11 或更高版本，当前是 3\.9\.2。"):
        start.main([])


def test_an_old_python_gets_as_far_as_the_message():
    tree = ast.parse((ROOT / "start.py").read_text(), feature_version=(3, 6))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    annotations = [argument.annotation for function in functions for argument in (*function.args.args, function.args.vararg) if argument]
    assert not [one for one in annotations if isinstance(one, ast.Subscript)]  # list[str] was no type before 3.9


def test_a_failing_download_is_explained_and_an_interrupted_environment_is_finished(tmp_path):
    venv.create(tmp_path / "venv", with_pip=False)  # as if the first attempt had been cut off
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    environment |= {"GONGKAI_VENV": str(tmp_path / "venv"), "PIP_INDEX_URL": NOWHERE, "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    command = [sys.executable, str(ROOT / "start.py"), "help"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 1
    assert "依赖下载或校验失败。请检查网络、代理或内部软件源设置" in done.stderr
    assert (tmp_path / "venv" / "bin" / "pip").exists()
    assert not list((tmp_path / "venv").glob(".*.sha256"))  # the next run tries again


def test_a_taken_port_is_named_and_another_offered(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "GONGKAI_DATA": str(tmp_path), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        command = [sys.executable, "-m", "gongkai", "serve", "--port", str(port)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"端口 {port} 已被别的程序占用" in done.stderr
    assert f"--port {port + 1}" in done.stderr
    assert not list(tmp_path.glob("*.sqlite3"))  # nothing was begun


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "abc"], "--port 应为整数，现为“abc”"),
        (["serve", "--port", "abc"], "--port 应为整数，现为“abc”"),
        (["serve", "--port"], "--port 后面要写一个值"),
        (["serve", "--port", "0"], "端口应在 1 到 65535 之间，现为 0"),
        (["--port", "70000"], "端口应在 1 到 65535 之间，现为 70000"),
        (["--port", "70000", "serve"], "端口应在 1 到 65535 之间，现为 70000"),
        (["serve", "--port", "-5"], "端口应在 1 到 65535 之间，现为 -5"),
        (["nonsense"], "没有“nonsense”这个命令"),
        (["import"], "还缺少：路径"),
        (["serve", "--fast"], "不认识的参数：--fast"),
        (["backup", "a", "b"], "不认识的参数：b"),
    ],
)
def test_a_command_line_that_cannot_be_meant_is_answered_in_chinese(monkeypatch, capsys, arguments, words):
    code, printed = said(monkeypatch, capsys, *arguments)
    assert code in {1, 2}
    assert words in printed
    assert "usage" not in printed
    assert "error" not in printed


@pytest.mark.parametrize("port", ["abc", "", "80.5", "99999", "-1", "八千"])
def test_a_bad_PORT_is_refused(monkeypatch, capsys, port):
    code, printed = said(monkeypatch, capsys, "serve", PORT=port)
    assert code == 1
    assert "端口" in printed


def test_help_names_every_command_in_chinese(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["start.py", "help"])
    commands.main()
    shown = capsys.readouterr().out
    assert shown.startswith("用法：python3 start.py")
    assert all(f"\n    {name}" in shown for name in commands._COMMANDS)
    assert not {"usage", "options", "arguments", "show this"} & set(shown.split())


def test_demo_sign_ins_are_refused_outside_trial(client, cast, settings):
    cast.li.demo = True
    cast.li.save()
    settings.AXES_ENABLED = False
    settings.TRIAL = False
    answer = client.post("/desk/sign-in/", {"username": "lisi", "password": "a-long-password"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    settings.TRIAL = True
    client.post("/desk/sign-in/", {"username": "lisi", "password": "a-long-password"})
    assert "_auth_user_id" in client.session
