"""Patterns for PostgreSQL's LIKE that find a text as it is: its wildcards are letters."""


def beginning(text: str) -> str:
    """What begins so."""
    return f"{_escaped(text)}%"


def inside(text: str) -> str:
    """Whatever this stands in."""
    return f"%{_escaped(text)}%"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
