"""Write the skeleton of a page, its module, its test and its figure: ``make new PAGE=tanh``.

What is written passes every check as it is, with an example in it, so that whoever writes the page changes one thing
after another and is told of each slip. PAGE and MODULE stand for the name in the templates beside this file.
"""

import keyword
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
TESTS = "tests/snippets"
FILES = {  # template -> what is written from it
    "page.md": "docs/PAGE.md",
    "module.py": "snippets/MODULE.py",
    "test.py": f"{TESTS}/test_MODULE.py",
    "figure.py": "figures/MODULE.py",
}
LINES = [  # file, a line of it, what stands in its place afterwards
    ("mkdocs.yml", "  - It goes wrong:\n", "      - TITLE: PAGE.md\n  - It goes wrong:\n"),
    (f"{TESTS}/test_accuracy.py", "import snippets\n", "import snippets\nimport snippets.MODULE\n"),
    (f"{TESTS}/test_accuracy.py", "CASES = {\n", 'CASES = {\n    "MODULE": Case(snippets.MODULE.MODULE, line, lambda z: (1 + z**2).sqrt()),\n'),
    ("tests/pages/test_curves.py", "CURVES = {\n", 'CURVES = {\n    "PAGE-function": [[lambda z: (1 + z**2) ** mpf("0.5")]],\n'),
    (f"{TESTS}/test_edges.py", "import snippets\n", "import snippets\nimport snippets.MODULE\n"),
    (f"{TESTS}/test_edges.py", "FUNCTIONS = {\n", 'FUNCTIONS = {\n    "MODULE": Function(snippets.MODULE.MODULE, "real", "z"),\n'),
]
LEFT = f"""
They hold an example, f(z) = sqrt(1 + z^2), and pass every check. What is left for you:
 1. docs/PAGE.md: your title (also in mkdocs.yml), your derivation, and each section after it; then make page PAGE=docs/PAGE.md
 2. snippets/MODULE.py: your functions, with {TESTS}/test_MODULE.py, whose oracle is not the formula under test,
    and a case for each function in {TESTS}/test_accuracy.py and {TESTS}/test_edges.py
 3. figures/MODULE.py: your drawing; in the page its alternative text and its caption; in tests/pages/test_curves.py what it draws
 4. mkdocs.yml: the place of the page in the reading order
 5. where the page is linked from: docs/index.md, docs/formulas.md, and docs/notation.md for a letter that others share
 6. make update, then make test
"""


def refusal(name: str, root: Path) -> str | None:
    """Return why no page can have this name, in one line, or None."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or len(name) > 40:
        return f"{name!r} is no name of a page; write small letters, digits and single hyphens, 40 at most: make new PAGE=leaky-relu"
    module = name.replace("-", "_")
    if keyword.iskeyword(module):
        return f"{name!r} is a word of Python, so that no module can have this name; take another"
    for file in FILES.values():
        file = _named(file, name)
        if (root / file).exists():
            return f"{file} exists; take another name, or move it away"
    for file in sorted(root.glob("snippets/*.py")):
        if re.search(rf"^def {module}\(", file.read_text(encoding="utf-8"), re.MULTILINE):
            return f"snippets/{file.name} has a function {module}; take another name"
    if f"{{ #{name} }}" in (HERE / "page.md").read_text(encoding="utf-8"):
        return f"a section of every page has the anchor {name!r}; take another name"
    return None


def _named(text: str, name: str) -> str:
    title = name.replace("-", " ").capitalize()
    return re.sub(r"PAGE(?!=)", name, text.replace("MODULE", name.replace("-", "_")).replace("TITLE", title))


def main(arguments: list[str], root: Path = HERE.parent) -> int:
    if len(arguments) != 1:
        print("name one page: make new PAGE=tanh", file=sys.stderr)
        return 2
    [name] = arguments
    reason = refusal(name, root)
    if reason:
        print(reason, file=sys.stderr)
        return 2
    changed = {}
    for file, line, lines in LINES:
        text = changed.get(file) or (root / file).read_text(encoding="utf-8")
        if text.count(line) != 1:
            print(f"{file}: one line {line.strip()!r} is needed, beside which the new page is named", file=sys.stderr)
            return 1
        changed[file] = text.replace(line, _named(lines, name))
    for template, file in FILES.items():
        changed[_named(file, name)] = _named((HERE / template).read_text(encoding="utf-8"), name)
    for file, text in changed.items():
        (root / file).write_text(text, encoding="utf-8", newline="\n")
        print("wrote", file)
    print(_named(LEFT, name), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
