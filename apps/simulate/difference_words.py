"""What a field of a stored decision is, in words. Pure."""

import re

WHOLE = {"": "the whole", "at": "when", "book": "what held", "hash": "the fingerprint"}
CANDIDATE = re.compile(r"considered\.(\d+)(?:\.(.+))?")
GATE = re.compile(r"gates\.(\d+)(?:\.(.+))?")


def field(path: str) -> str:
    """ "verdict of candidate 1", "gate 3 of candidate 2: reason, numbers"."""
    candidate = CANDIDATE.fullmatch(path)
    if candidate is None:
        return WHOLE.get(path, _plain(path))
    which = f"candidate {int(candidate[1]) + 1}"
    rest = candidate[2] or ""
    gate = GATE.fullmatch(rest)
    if gate:
        said = f"gate {int(gate[1]) + 1} of {which}"
        return f"{said}: {_plain(gate[2])}" if gate[2] else said
    return f"{_plain(rest)} of {which}" if rest else which


def _plain(path: str) -> str:
    return path.replace("_", " ").replace(".", ", ")
