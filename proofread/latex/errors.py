"""What stops a check: a finding at a place in a formula."""


class FormulaError(Exception):
    """A formula that cannot be read, or has no meaning; `at` is the offset in its source."""

    def __init__(self, kind: str, message: str, at: int = 0):
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.at = at
