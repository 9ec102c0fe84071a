"""What a condition saw of the latest session, as a clause of a sentence. Pure."""

from typing import Any

from apps.rules.told import words


def clause(key: str, actual: Any) -> str:
    """“their latest session had 5 events”; `key` is what was asked of it."""
    if actual is None:
        return "they had had no session"
    if key == "events":
        return f"their latest session had {words.count_of(actual, 'event')}"
    if key == "minutes":
        ago = words.length(60 * actual) if actual else "less than a minute"
        return f"their latest session had begun {ago} before"
    return f"their latest session was on {words.value(actual)}"
