"""The main navigation: what is where, in which order."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    href: str
    icon: str
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    items: tuple[Item, ...]


# Title, then label, the address's name and the icon of each.
GROUPS = (
    (
        "Decide",
        (
            ("Overview", "overview", "overview"),
            ("Journeys", "journeys", "journey"),
            ("Rules", "rules", "rule"),
            ("Lifecycles", "lifecycles", "stage"),
            ("Conflicts", "conflicts", "conflict"),
            ("Holdouts", "holdouts", "holdout"),
        ),
    ),
    (
        "Explain",
        (
            ("People", "people", "people"),
            ("Accounts", "accounts", "account"),
            ("Merges", "merges", "merge"),
            ("Identity", "identity", "identity"),
            ("Decisions", "decisions", "decision"),
            ("Inbox", "inbox", "inbox"),
        ),
    ),
    ("Data", (("Events", "events", "event"), ("Sources", "sources", "source"))),
    ("Administration", (("Privacy", "privacy", "privacy"),)),
)


def groups(path: str) -> list[Group]:
    """The groups with their addresses; the item that `path` lies in is marked."""
    found = []
    # Of addresses within each other the longest: /people/identity/ is not /people/.
    every = [_address(name) for _, items in GROUPS for _, name, _ in items]
    here = max((href for href in every if href and _is_here(path, href)), key=len, default="")
    for title, items in GROUPS:
        known = [
            Item(label, href, icon, href == here)
            for label, name, icon in items
            if (href := _address(name))
        ]
        if known:
            found.append(Group(title, tuple(known)))
    return found


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_here(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)
