"""The GitHub Actions workflow: its linter has no finding, and it runs what the README says."""

import re
import subprocess
import sysconfig
from pathlib import Path

WORKFLOWS = Path(__file__).parent.parent / ".github" / "workflows"


def test_the_linter_has_no_finding():
    linter = Path(sysconfig.get_path("scripts")) / "zizmor"
    command = [str(linter), "--offline", "--no-progress", "--persona", "pedantic", str(WORKFLOWS)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_actions_are_pinned_by_commit_hash():
    for path in WORKFLOWS.glob("*.yml"):
        for action in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), f"{path.name}: pin {action} by its commit hash"
