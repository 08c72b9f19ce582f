"""One relation: proved, tested, refuted or undecided, and why."""
