"""What a rule would have done, as a sentence. Pure."""

from apps.rules.effect import Effect

SINCE = "In the last 30 days"
SAYS = {
    "caps": "this would have stopped {n} of {of} sends, to {who} of {people} people",
    "quiet_hours": "this would have delayed {n} of {of} sends, to {who} of {people} people",
    "exclusion_groups": (
        "{n} of {of} entries were of people who were in another of these journeys: "
        "{who} of {people} people"
    ),
}
NOTHING = {
    "caps": "Nothing was sent in its scope in the last 30 days.",
    "quiet_hours": "Nothing was sent on this channel in the last 30 days.",
    "exclusion_groups": "Nobody entered these journeys in the last 30 days.",
}


def effect(section: str, found: Effect) -> str:
    """“In the last 30 days this would have stopped 412 of 5,120 sends, to 230 of 1,903 people.”"""
    if not found.sends:
        return NOTHING[section]
    text = SAYS[section].format(
        n=f"{found.stopped:,}",
        of=f"{found.sends:,}",
        who=f"{found.touched:,}",
        people=f"{found.people:,}",
    )
    end = "." if found.complete else "; there were more than were looked at."
    return f"{SINCE} {text}{end}"
