"""Codes as people say them, where one or two words are enough; sentences come from `explain`."""

LABELS = {
    "sent": "Sent",
    "held_out": "Held out",
    "waits": "Waits",
    "skipped": "Skipped",
    "left": "Left",
    "in_doubt": "In doubt",
}
REASONS = {
    "ok": "Sent",
    "journey_not_live": "Journey is not live",
    "suppressed": "Address is suppressed",
    "no_address": "No address",
    "no_consent": "No consent",
    "unsubscribed": "Unsubscribed",
    "lost_same_journey": "Lost to another run of its journey",
    "look_ahead": "Place kept for a better one",
    "excluded": "Exclusion group",
    "quiet_hours": "Quiet hours",
    "frequency_cap": "Frequency cap",
    "lost_tier": "Lost to a higher tier",
    "lost_priority": "Lost to a higher priority",
    "lost_ready_time": "Lost to one ready earlier",
    "lost_key": "Lost by the journey’s key",
    "held_out": "Held out",
    "held_out_mixed": "Held out after a merge",
    "gate_error": "A gate failed",
    "goal": "Reached the goal",
    "exit": "Took the exit",
    "end_of_path": "Came to the end of the path",
    "stopped_and_left": "Left because a message was stopped",
    "merged_twice_inside": "Was inside twice after a merge",
    "displaced": "Displaced by a better journey",
    "stayed_too_long": "Stayed as long as it may",
    "moved_out": "Taken out by a move to another version",
    "let_go": "Let go when the journey was paused or ended",
    "too_many_steps": "Took too many steps",
    "cooling_down": "Left too short a time ago",
    "no_key": "The event has no key",
    "key_seen": "This key had its run",
    "too_many_inside": "Inside as often as can be",
}
UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def plain(code: str) -> str:
    return code.replace("_", " ").replace("-", " ").capitalize()


def reason(code: str) -> str:
    return REASONS.get(code) or plain(code)


def ago(seconds: float) -> str:
    """“5 minutes ago”, “in 2 hours”, “now”."""
    size = abs(seconds)
    for length, unit in UNITS:
        if size >= length:
            count = int(size // length)
            text = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"{text} ago" if seconds > 0 else f"in {text}"
    return "now"
