"""Where the test data that is not part of the project lies: a folder `shared` beside the checkout, or GONGKAI_SHARED."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def needed(*names: str) -> Path:
    """The path of a shared file, or the test is skipped with the reason."""
    path = SHARED.joinpath(*names)
    if not path.exists():
        pytest.skip(f"缺少测试数据 {'/'.join(names)}：请把 shared 目录放在代码目录旁边，或设置 GONGKAI_SHARED")
    return path
