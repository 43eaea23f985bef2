"""No float and no true division anywhere in the modules that handle money (M2)."""

import ast
from pathlib import Path

import pytest

DOMAIN = Path(__file__).parents[2] / "frontdesk" / "domain"
MODULES = [
    *(DOMAIN / f"{name}.py" for name in ("money", "currency", "allocation", "recipe", "figure", "credit")),
    *sorted((DOMAIN / "tax").glob("*.py")),
]


def offences(source: str) -> list[str]:
    """What must not be there, with its line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        division = isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)
        literal = isinstance(node, ast.Constant) and isinstance(node.value, (float, complex))
        name = isinstance(node, ast.Name) and node.id in ("float", "round", "Decimal")
        attribute = isinstance(node, ast.Attribute) and node.attr == "truediv"
        if division or literal or name or attribute:
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_m2_no_float_and_no_true_division(path: Path):
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("source", ["x = 1 / 2", "x = 1.5", "x = float(1)", "x /= 2", "round(x)", "f = float", "1e3"])
def test_the_scan_sees_what_it_looks_for(source: str):
    assert offences(source)
