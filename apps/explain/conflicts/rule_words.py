"""What a rule is called that stopped or delayed a message: its kind and its name. Pure."""

from apps.rules.told import words

ARBITRATION = {
    "lost_tier": "Tier",
    "lost_priority": "Priority",
    "lost_ready_time": "Ready time",
    "lost_key": "Journey’s key",
    "lost_same_journey": "Two runs of one journey",
}
KINDS = dict.fromkeys(ARBITRATION, "Arbitration") | {
    "look_ahead": "Look-ahead",
    "frequency_cap": "Frequency cap",
    "excluded": "Exclusion group",
    "quiet_hours": "Quiet hours",
    "no_consent": "Consent",
    "unsubscribed": "Consent",
    "suppressed": "Suppression",
    "no_address": "Address",
    "journey_not_live": "Journey not live",
    "held_out": "Holdout",
    "held_out_mixed": "Holdout",
    "gate_error": "Gate error",
}


def kind(reason: str) -> str:
    """ "Frequency cap", "Arbitration", …"""
    return KINDS.get(reason) or reason.replace("_", " ").capitalize()


def name(reason: str, rule: str, called: str) -> str:
    """The rule's own name, or what it is about where it has none."""
    if reason in ARBITRATION:
        return ARBITRATION[reason]
    if reason in ("no_consent", "unsubscribed"):
        topic = words.consent_topic(rule)
        return f"Unsubscribed from {topic}" if reason == "unsubscribed" else f"No opt-in to {topic}"
    if reason in ("suppressed", "no_address"):
        what = "Suppressed" if reason == "suppressed" else "No"
        return f"{what} address for {words.channel(rule)}"
    if reason == "held_out_mixed":
        return f"{called or rule} (joined from both arms)"
    return called or rule or kind(reason)


def full(reason: str, rule: str, called: str) -> str:
    """Kind and name: "Frequency cap: 3 e-mails a week"."""
    own = name(reason, rule, called)
    return own if own == kind(reason) else f"{kind(reason)}: {own}"
