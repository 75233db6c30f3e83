"""The house inspects itself: what no linter sees."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from gongkai.config import documentation

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "gongkai"
FLOORS = [
    *(
        "shared",
        "workdays",
        "people",
        "journal",
        "documents",
        "notices",
        "publishing",
        "catalogue",
        "policies",
        "registers",
        "enquiries",
        "foi",
        "search",
        "exchange",
    ),
    *("assistant", "ui"),
]
DOORS = ["portal", "desk", "openapi"]
# The optional part of the search stands on packages that need not be installed: these two load it only where it is wanted.
LOADS_WHAT_IS_OPTIONAL = {"search/index.py", "search/embedding.py"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        if "vendor" in path.parts or path.stat().st_size > 1_000_000:
            continue
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts and "tests" not in path.parts]


def test_no_tracked_file_names_a_package_registry_or_a_path_of_one_machine():
    hosts = re.compile(r"pypi\." + r"org|python" + r"hosted|registry\.np" + r"mjs|deb\.deb" + r"ian|npm" + r"mirror", re.I)
    paths = re.compile(r"(?<![\w.])/(?:tmp|work|root|home)/\w")
    wrong = [f"{path.relative_to(ROOT)}: {found.group()}" for path, text in texts() for found in hosts.finditer(text)]
    wrong += [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path, text in texts()
        if path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".sh"}
        for found in paths.finditer(text)
    ]
    assert not wrong


def test_every_room_has_its_card():
    rooms = [name for name in FLOORS if name not in {"shared", "ui"} and (SOURCE / name).exists()]
    assert not [room for room in rooms if not (SOURCE / room / "README.md").exists()]


def test_rooms_have_no_pages_and_doors_no_tables():
    rooms = [SOURCE / name for name in FLOORS if name != "ui"]
    assert not [path for room in rooms for path in room.rglob("*.html")]
    assert not [path for door in DOORS for path in (SOURCE / door).rglob("models*")]


def test_no_signals_between_rooms():
    wrong = [
        path.relative_to(SOURCE)
        for path in python_files()
        if re.search(r"django\.(db\.models|dispatch)[\w.]* import .*(post_save|pre_save|receiver|Signal)\b", path.read_text())
    ]
    assert not wrong


def test_foreign_keys_point_down():
    place = {name: floor for floor, name in enumerate(FLOORS)}
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in place:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                there = field.related_model._meta.app_label
                if there in place and place[there] > place[here]:
                    wrong.append(f"{model.__name__}.{field.name} → {there}")
                if there != here and not field.remote_field.hidden:
                    wrong.append(f"{model.__name__}.{field.name} puts a name on {there}")
    assert not wrong


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_generated_pages_are_fresh():
    stale = [str(path.relative_to(ROOT)) for path, text in documentation.pages().items() if not path.exists() or path.read_text() != text]
    assert not stale, f"请运行 python3 start.py docs：{stale}"


def test_no_function_hides_an_import_of_our_own_package_outside_the_commands():
    wrong = []
    for path in python_files():
        if path.parent.name == "config" or str(path.relative_to(SOURCE)) in LOADS_WHAT_IS_OPTIONAL:
            continue  # commands load settings only when they are asked for
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                wrong += [
                    f"{path.relative_to(SOURCE)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith("gongkai")
                ]
    assert not wrong


def test_no_file_of_ours_is_longer_than_five_hundred_lines():
    assert not [f"{path.relative_to(SOURCE)}: {n}" for path in python_files() if (n := path.read_text().count("\n")) > 500]


def test_pages_hold_no_inline_style_or_script():
    wrong = []
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text()
        wrong += [f"{path.name}: {found.group()[:40]}" for found in re.finditer(r'\sstyle="|\son\w+="|<style|javascript:', text)]
        wrong += [f"{path.name}: script" for found in re.finditer(r"<script(?![^>]*(src=|nonce=|application/(ld\+)?json))", text)]
    assert not wrong


def test_every_word_of_the_field_has_one_identifier():
    rows = re.findall(r"^\| ([^|]+) \| `([^`|]+)` \|", (ROOT / "docs" / "words.md").read_text(), re.M)
    assert len(rows) > 80
    terms = [term for term, _ in rows]
    assert len(terms) == len(set(terms))
    code = "\n".join(path.read_text() for path in python_files())
    assert not [name for _, name in rows if not re.search(rf"\b{re.escape(name.rpartition('.')[2])}\b", code)]
