"""Draw every figure: ``python -m figures FOLDER``.

Each module has the name of its page, and names its figures in FIGURES: {name: function that returns a matplotlib figure}.
"""

import importlib
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # before pyplot is imported: no window

from figures import style  # noqa: E402

HERE = Path(__file__).parent


def modules() -> list[str]:
    """Return the modules that draw: one for each page that has one of its name."""
    pages = {page.stem.replace("-", "_") for page in (HERE.parent / "docs").glob("*.md")}
    return sorted(file.stem for file in HERE.glob("*.py") if file.stem in pages)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context(style.SETTINGS):
        for module in modules():
            for name, draw in importlib.import_module(f"figures.{module}").FIGURES.items():
                try:
                    style.save(draw(), folder / f"{name}.svg")
                except style.ForeignColour as error:
                    sys.exit(f"figures/{module}.py: {error}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("name the folder to draw into: python -m figures FOLDER")
    main(Path(sys.argv[1]))
