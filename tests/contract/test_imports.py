"""Imports go one way only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = (
    ("service.cli",),
    ("service.commands",),
    ("service.client", "service.report"),
    ("service.app", "service.gunicorn_conf"),
    ("service.contract", "service.refusals", "service.worker"),
    ("service.front",),
    ("service.observed",),
    ("service.shares",),
    ("service.access", "service.edge", "service.pages"),
    ("service.http", "service.build"),
    ("service.ask", "schemas", "service.store"),
    ("service.domain",),
)
"""Topmost first. Layers that share a row may not import each other."""
LEAVES = (
    "service.gathered",
    "service.likeness",
    "service.settings",
    "service.logs",
    "service.metrics",
    "service.patterns",
    "service.pool",
    "service.ready",
    "service.telemetry",
    "service.traces",
    "service.way",
    "service.sheets",
    "service.unthreaded",
    "service.wire",
)
"""Anyone above the domain may import these; they import nothing of ours but what stands before them here."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the two packages with its syntax tree."""
    for package in ("service", "schemas"):
        for path in (ROOT / package).rglob("*.py"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """The names of our own modules that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def layer_of(name: str) -> tuple[int, str] | None:
    """The row and the layer that a module belongs to; None for what is not ours, a leaf or a package page."""
    for row, layers in enumerate(LAYERS):
        for layer in layers:
            if name == layer or name.startswith(layer + "."):
                return row, layer
    return None


def test_every_module_belongs_to_a_layer() -> None:
    """A new module must be given its place."""
    for name, _ in modules():
        assert layer_of(name) or name in LEAVES or name == "service", name


def test_imports_point_downward_only() -> None:
    """From a row to the same layer or to a lower row; never up, never sideways."""
    for name, tree in modules():
        here = layer_of(name)
        for target in imported(tree):
            there = layer_of(target)
            if here and there and here[1] != there[1]:
                assert there[0] > here[0], f"{name} imports {target}"


def test_leaves_import_nothing_of_ours_and_the_domain_imports_only_itself() -> None:
    """The domain is pure: the standard library and itself."""
    for name, tree in modules():
        for target in imported(tree):
            if name in LEAVES:
                before = tuple(LEAVES[: LEAVES.index(name)])
                ours = target.startswith(("service.", "schemas."))
                assert not ours or target.startswith(before), f"{name} imports {target}"
            if name.startswith("service.domain"):
                root = target.split(".")[0]
                assert target.startswith("service.domain") or root in __import__("sys").stdlib_module_names, target


def test_the_domain_has_no_clock() -> None:
    """Days come in as arguments."""
    for name, tree in modules():
        if name.startswith("service.domain"):
            calls = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            assert not calls & {"today", "now", "utcnow", "time_ns"}, name


def test_package_pages_hold_a_docstring_and_nothing_else() -> None:
    """Full paths instead of hubs, which import in circles."""
    for path in [*ROOT.glob("service/**/__init__.py"), ROOT / "schemas" / "__init__.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree)
        assert len(tree.body) == 1
