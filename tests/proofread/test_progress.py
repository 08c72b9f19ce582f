"""What is long says how far it is, in plain lines; what is short says nothing."""

from proofread import progress


def test_a_line_comes_only_after_two_seconds_and_has_no_tricks(monkeypatch, capsys):
    times = iter([0, 1, 2.5, 3, 5])
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    now = [next(times)]
    told = progress.Progress("pages checked", 4)
    for name, now[0] in zip("abcd", times):
        told.step(name)
    assert capsys.readouterr().err == "pages checked: 2 of 4, b\npages checked: 4 of 4, d\n"
