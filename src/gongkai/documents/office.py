"""LibreOffice, if the machine has it, as a converter of old formats: own profile, no macros, a time limit, nothing left behind."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gongkai.shared.refusal import Refused

SECONDS = 60

_SECURITY = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "BlockUntrustedRefererLinks": "true",
    "DisableActiveContent": "true",
}
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(name=name, value=value) for name, value in _SECURITY.items())
    + "</oor:items>\n"
)


def available() -> bool:
    return _program() is not None


def converted(data: bytes, ending: str, target: str, seconds: int = SECONDS) -> bytes:
    """The file in the target format ("docx", "pdf"). Refused when LibreOffice is absent, fails or takes too long."""
    program = _program()
    if program is None:
        raise Refused("服务器没有安装 LibreOffice，不能转换旧格式。请另存为 DOCX 或 PDF 后上传", field="file")
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        source = home / f"in.{ending}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        switches = ["--headless", "--norestore", "--nolockcheck", "--nodefault", profile]
        _run([program, *switches, "--convert-to", target, "--outdir", str(home / "out"), str(source)], home, seconds)
        made = home / "out" / f"in.{target}"
        if not made.exists():
            raise Refused("旧格式转换失败，文件可能已损坏。请用 Word 或 WPS 打开，另存为 DOCX 或 PDF 后上传", field="file")
        return made.read_bytes()


def _run(command: list[str], home: Path, seconds: int) -> None:
    """Run in a process group of its own, and end the whole group when the time is over."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LANG": "C.UTF-8", "http_proxy": "http://127.0.0.1:9"}
    environment |= {"https_proxy": environment["http_proxy"], "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(  # noqa: S603 - a fixed program, no shell, file names of our own
        command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise Refused(f"旧格式转换超过 {seconds} 秒仍未完成，已停止。请另存为 DOCX 或 PDF 后上传", field="file") from None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
