"""What is fixed where a tree gets its meaning."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Environment:
    """What is fixed: index values, parameters of the function being called, variables that are not expanded."""

    indices: tuple  # of (letter, value)
    parameters: tuple = ()  # of (name, value)
    stops: frozenset = frozenset()

    def index(self, letter):
        return dict(self.indices).get(letter)

    def with_indices(self, values: dict) -> "Environment":
        return Environment(tuple(sorted({**dict(self.indices), **values}.items())), self.parameters, self.stops)
