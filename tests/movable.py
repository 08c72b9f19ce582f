"""The scripts of the figures one can move, run without a browser: what a figure says at a state, and what a button makes of it."""

import json
from functools import cache

import quickjs

from tests import ROOT

SCRIPTS = ROOT / "docs/assets/js"
NAMES = sorted(path.stem for path in (SCRIPTS / "movable").glob("*.js"))
# as much of a document as the scripts ask for before a reader sees them; a figure is kept where it would be drawn
BEFORE = """
globalThis.URL = function () {}
const listens = { append() {}, setAttribute() {}, addEventListener(kind, heard) { this[kind] = heard } }
globalThis.document = { currentScript: {}, querySelectorAll: () => [], createElement: () => ({ ...listens }) }
"""
AFTER = """
const figures = {}
globalThis.movable = Object.assign((name, figure) => (figures[name] = figure), movable)
const whole = (name, state) => ({ ...JSON.parse(JSON.stringify(figures[name].start)), ...JSON.parse(state) })
globalThis.said = (name, state, what) => figures[name][what](whole(name, state), 760, false)
globalThis.pressed = (name, state, at) => {
  const after = whole(name, state)
  figures[name].controls[at]({ act: change => { change(after); figures[name].settle?.(after) }, set() {}, id: "" }).node.click()
  return JSON.stringify(after)
}
"""


@cache
def _running():
    context = quickjs.Context()
    source = [BEFORE, *((SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in ("mathematics", "movable")), AFTER]
    for script in [*source, *((SCRIPTS / f"movable/{name}.js").read_text(encoding="utf-8") for name in NAMES)]:
        context.eval(script)
    return context


def said(name: str, state: dict, what: str = "tell") -> str:
    """Return the words, the readout or the drawing of a figure at its start, changed by `state`."""
    return _running().get("said")(name, json.dumps(state), what)


def pressed(name: str, state: dict, control: int) -> dict:
    """Return the state that the button at this place of the figure's controls makes of another."""
    return json.loads(_running().get("pressed")(name, json.dumps(state), control))
