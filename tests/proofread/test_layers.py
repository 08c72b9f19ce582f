"""The rooms of proofread: an import goes down a layer or stays in its own, and no module imports another's private names."""

import ast
import sys
from pathlib import Path

import pytest

from tests import ROOT

LAYERS = ("results", "latex", "expressions", "meaning", "verdicts", "pages")  # each may import those before it; the fronts all of them
MODULES = sorted((ROOT / "proofread").rglob("*.py"))


def imports(path: Path):
    """Yield (module, name) of each name of proofread that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "proofread":
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "proofread")


def layer(module: str) -> int:
    """Return the height of a module's layer; the fronts are above all."""
    parts = module.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 and parts[1] in LAYERS else len(LAYERS)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_an_import_goes_down_or_stays(path):
    upward = [module for module, name in imports(path) if layer(module) > layer(name_of(path))]
    assert not upward, f"{name_of(path)} imports from a layer above it: {', '.join(upward)}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_private_is_imported(path):
    private = [f"{module}.{name}" for module, name in imports(path) if name.startswith("_")]
    assert not private, f"{name_of(path)} imports private names: {', '.join(private)}"


def test_the_checker_needs_nothing_of_this_repository():
    """It is installed on its own, so what it imports is Python's, its own, or a package that its pyproject.toml names."""
    packages = {"proofread", "flint", "numpy", "markdown", "pymdownx", "pytest", "mkdocs"}  # the last two only where they run it
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        foreign = {name.split(".")[0] for name in names} - packages - sys.stdlib_module_names
        assert not foreign, f"{name_of(path)} imports {', '.join(sorted(foreign))}"


def test_no_module_imports_itself_by_way_of_others():
    names = {name_of(path) for path in MODULES}
    imported = {name_of(path): {f"{module}.{name}" if f"{module}.{name}" in names else module for module, name in imports(path)} for path in MODULES}
    open_names, done = [], set()

    def visit(module):
        assert module not in open_names, " -> ".join([*open_names, module])
        if module not in done:
            open_names.append(module)
            for other in sorted(imported.get(module, ())):
                visit(other)
            done.add(open_names.pop())

    for module in sorted(imported):
        visit(module)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_and_a_class_can_be_read_at_a_sitting(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    long = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef) and node.end_lineno - node.lineno >= 250]
    assert not long
