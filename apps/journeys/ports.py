"""The ports of each node type in a few words: what it is that leads this way. Pure."""

WORDS = {
    "condition_split": {"else": "none of these"},
    "delay": {"missed": "no date, or over"},
    "jump": {"again": "back", "limit": "often enough"},
    "wait_for_event": {"event": "it came", "timeout": "in vain"},
}


def port_words(type: str, port: str) -> str:
    """“in vain” for the port “timeout” of a wait; a port that marketers name stays as it is."""
    return WORDS.get(type, {}).get(port, port)
