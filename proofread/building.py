"""Build the wheel of this folder, as PEP 517 asks of a build backend; pip calls it, nothing else does."""

import base64
import hashlib
import tomllib
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent
LEFT_OUT = ("building.py",)  # what an installed package has no use for


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None) -> str:
    """Write the wheel into a folder and return its name."""
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    full_name = f"{project['name']}-{project['version']}"
    modules = [file for file in sorted(FOLDER.rglob("*.py")) if file.relative_to(FOLDER).as_posix() not in LEFT_OUT]
    files = {f"{project['name']}/{file.relative_to(FOLDER).as_posix()}": file.read_bytes() for file in modules}
    information = f"{full_name}.dist-info"
    files[f"{information}/METADATA"] = _metadata(project).encode()
    files[f"{information}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: proofread\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{information}/entry_points.txt"] = _entry_points(project).encode()
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{information}/RECORD"] = f"{record}{information}/RECORD,,\n".encode()
    wheel = f"{full_name}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # without the time of the build
    return wheel


def _metadata(project: dict) -> str:
    lines = [
        "Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}", f"Summary: {project['description']}",
        f"License: {project['license']}", f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {requirement}" for requirement in project["dependencies"]), "Description-Content-Type: text/markdown",
    ]  # fmt: skip
    return "\n".join(lines) + "\n\n" + (FOLDER / project["readme"]).read_text(encoding="utf-8")


def _entry_points(project: dict) -> str:
    groups = {"console_scripts": project["scripts"], **project["entry-points"]}
    return "\n".join(f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in found.items()) for group, found in groups.items())


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
