"""The house rules as failing tests: lint, types, layers, and each layer's promise proved by running it."""

import ast
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_FOLDERS = ("frontdesk", "ui", "tests")
LONGEST_FILE = 400


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "arguments",
    [
        ("-m", "ruff", "check", *PYTHON_FOLDERS),
        ("-m", "ruff", "format", "--check", *PYTHON_FOLDERS),
        ("-m", "mypy"),
        ("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"),
    ],
    ids=["lint", "format", "types", "layers"],
)
def test_the_rules_hold(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("door", ["frontdesk.desk", "frontdesk.__main__", "frontdesk.intake.demo"])
def test_the_desk_runs_without_qt(door: str) -> None:
    answer = run("-c", f"import {door}, sys; sys.exit('PySide6' in sys.modules)")
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("slow", ["reportlab", "psycopg", "alembic", "faker"])
def test_slow_libraries_are_imported_when_first_needed(slow: str) -> None:
    answer = run("-c", f"import frontdesk.desk, sys; sys.exit({slow!r} in sys.modules)")
    assert answer.returncode == 0, f"{slow} is imported with the desk"


@pytest.mark.parametrize(
    ("door", "later"),
    [
        ("frontdesk.cli", ["sqlalchemy", "frontdesk.desk", "PySide6"]),
        ("frontdesk.desk", ["frontdesk.sync.exchange", "frontdesk.services.stay", "frontdesk.queries.house"]),
        ("ui.workstation", ["ui.screens.house", "ui.screens.tape_chart", "frontdesk.queries.house", "pypdfium2"]),
    ],
)
def test_what_only_some_jobs_need_is_imported_by_them(door: str, later: list[str]) -> None:
    answer = run("-c", f"import {door}, sys; sys.exit(', '.join({{*{later!r}}} & {{*sys.modules}}) or 0)")
    assert answer.returncode == 0, f"imported with {door}: {answer.stderr}"


def test_no_file_holds_more_than_one_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("frontdesk", "ui")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def test_the_desk_opens_connections_and_leaves_the_questions_to_others() -> None:
    found = {
        name
        for path in (ROOT / "frontdesk" / "desk").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for name in (alias.name for alias in node.names)
    }
    assert found == {"Connection"}


def test_only_the_theme_styles() -> None:
    found = [
        path.name
        for path in (ROOT / "ui").rglob("*.py")
        if ".setStyleSheet(" in path.read_text(encoding="utf-8") and path.name != "theme.py"
    ]
    assert not found


def test_every_dependency_says_why() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    named = [line for line in lines[start + 1 : lines.index("]", start)] if line.strip().startswith('"')]
    silent = [line for line in named if "#" not in line and "PySide6" not in line]
    assert not silent


def test_every_shipped_code_has_its_words() -> None:
    codes = tomllib.loads((resources.files("resources") / "codes.toml").read_text(encoding="utf-8"))["code"]
    texts = tomllib.loads((resources.files("resources") / "explanations" / "en.toml").read_text(encoding="utf-8"))
    assert {entry["code"] for entry in codes} <= set(texts["meaning"])
