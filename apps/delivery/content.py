"""What a message says, as it is handed over: kept with its delivery, so that "why" can show it."""

from dataclasses import dataclass

# Longer ones are cut, and say so: what is kept must not outgrow what it explains.
LONGEST_TEXT = 50_000
LONGEST_HTML = 200_000


@dataclass(frozen=True, slots=True)
class Content:
    """A rendered message; `body` is what a webhook posts. `cut`: it was longer than is kept."""

    to: str
    subject: str = ""
    text: str = ""
    html: str = ""
    body: str = ""
    cut: bool = False


def kept(*, to: str, subject: str = "", text: str = "", html: str = "", body: str = "") -> Content:
    """The content as it is stored: bounded, and without what PostgreSQL can't hold."""
    long = len(text) > LONGEST_TEXT or len(html) > LONGEST_HTML or len(body) > LONGEST_TEXT
    return Content(
        to=_clean(to, 512),
        subject=_clean(subject, 998),
        text=_clean(text, LONGEST_TEXT),
        html=_clean(html, LONGEST_HTML),
        body=_clean(body, LONGEST_TEXT),
        cut=long,
    )


def _clean(text: str, longest: int) -> str:
    return text[:longest].replace("\0", "")
