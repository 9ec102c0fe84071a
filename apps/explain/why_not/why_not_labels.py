"""Kinds and codes of why-not in a few words, for lists and badges. Pure."""

from apps.explain.why_not.reasoning.cause import Kind

KINDS = {
    Kind.NEVER_ENTERED: "Never entered",
    Kind.OTHER_VERSION: "Entered another version",
    Kind.WAITING: "Still on the way",
    Kind.OTHER_WAY: "Took another way",
    Kind.LEFT: "Left before",
    Kind.DISPLACED: "Displaced",
    Kind.STOPPED: "Stopped",
    Kind.LOST: "Lost to another",
    Kind.YIELDED: "Yielded",
    Kind.HELD_OUT: "Held out",
    Kind.DELIVERY: "Not delivered",
    Kind.SENT: "Got it",
    Kind.UNKNOWN: "Not known",
}
# Which colour of the console's badges fits.
BADGES = {
    Kind.NEVER_ENTERED: "quiet",
    Kind.OTHER_VERSION: "quiet",
    Kind.WAITING: "waits",
    Kind.OTHER_WAY: "skipped",
    Kind.LEFT: "left",
    Kind.DISPLACED: "left",
    Kind.STOPPED: "skipped",
    Kind.LOST: "skipped",
    Kind.YIELDED: "skipped",
    Kind.HELD_OUT: "held_out",
    Kind.DELIVERY: "failed",
    Kind.SENT: "sent",
    Kind.UNKNOWN: "quiet",
}
CODES = {
    "not_published": "The journey was not published yet",
    "event_never_came": "The entry event never came",
    "event_other_name": "An event of another name came",
    "event_received_later": "The event was received later",
    "event_quarantined": "The event could not be worked through",
    "not_applied_yet": "The event is not worked through yet",
    "event_properties": "The event’s properties did not fit",
    "audience": "Not in the audience",
    "entered_before": "Entered before, and once is all",
    "still_inside": "Was still inside",
    "cooling_down": "Left too short a time ago",
    "no_key": "The event has no key",
    "key_seen": "This key had its run",
    "too_many_inside": "Inside as often as can be",
    "excluded": "In another journey of an exclusion group",
    "journey_not_live": "The journey was not live",
    "older_version": "Their version has no such message",
    "waiting": "Still on the way",
    "delay": "In a delay",
    "wait_for_event": "Waiting for an event",
    "competes_soon": "Ready, competes when the window closes",
    "other_way": "Took another way",
    "goal": "Reached the goal",
    "exit": "Took an exit",
    "end_of_path": "Came to the end of the path",
    "stopped_and_left": "Left when a message was stopped",
    "merged_twice_inside": "Was inside twice after a merge",
    "displaced": "Another journey took the place",
    "stayed_too_long": "Stayed as long as the journey allows",
    "moved_out": "Taken out by a move to another version",
    "let_go": "Let go when the journey was paused or ended",
    "too_many_steps": "Took too many steps",
    "suppressed": "The address is suppressed",
    "no_address": "No address is known",
    "no_consent": "No consent",
    "unsubscribed": "Unsubscribed",
    "quiet_hours": "Quiet hours",
    "frequency_cap": "Frequency cap",
    "lost_tier": "Lost to a higher tier",
    "lost_priority": "Lost to a higher priority",
    "lost_ready_time": "Lost to one ready earlier",
    "lost_key": "Lost by the journey’s key",
    "lost_same_journey": "Lost to another run of the journey",
    "look_ahead": "The place is kept for a better one",
    "held_out": "Held out",
    "held_out_mixed": "Held out after a merge",
    "gate_error": "A gate failed",
    "on_its_way": "Decided, still on its way",
    "failed": "The delivery failed",
    "stopped_at_send": "Stopped right before the send",
    "expired": "Too old when it was to be sent",
    "in_doubt": "In doubt whether it left",
    "unknown": "What is kept does not say",
}


def kind(code: str) -> str:
    return KINDS.get(Kind(code), code)


def code(code: str) -> str:
    return CODES.get(code) or code.replace("_", " ").capitalize()
