"""The place in the tokens of a formula: look, take, expect, and fail there."""

from proofread.latex.decorations import undecorated
from proofread.latex.errors import FormulaError
from proofread.latex.lexer import CURLY, Token, closing, tokens


class Cursor:
    """Steps through the tokens of a formula."""

    def __init__(self, source: str):
        self.source = source
        self.tokens = undecorated(tokens(source), source)
        self.position = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def ahead(self, steps: int = 1) -> Token:
        return self.tokens[min(self.position + steps, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def sees(self, *texts: str) -> bool:
        return self.token.kind in ("symbol", "name") and self.token.text in texts

    def accept(self, *texts: str) -> Token | None:
        return self.take() if self.sees(*texts) else None

    def expect(self, text: str, reason: str = "") -> Token:
        if not self.sees(text):
            self.fail(f"{text} expected{reason}, not {self.shown()}")
        return self.take()

    def end(self) -> int:
        """Return where the token before this place ends in the source."""
        return self.tokens[self.position - 1].end

    def shown(self) -> str:
        return {"end": "the end", "row": "the end of the row"}.get(self.token.kind, f"'{self.token.text}'")

    def fail(self, message: str, at: int | None = None):
        raise FormulaError("parse", message, self.token.at if at is None else at)

    def group(self) -> str:
        """Return the source of what TeX takes as an argument: between braces, or one token."""
        return self.braced() if self.sees("{") else self.take().text

    def braced(self) -> str:
        """Return the source between the braces that follow, as it is written."""
        opening = self.position
        self.expect("{")
        end = closing(self.tokens, opening, CURLY)
        self.position = end + 1
        return self.source[self.tokens[opening].end : self.tokens[end].at].strip()
