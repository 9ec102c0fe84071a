"""How an e-mail of the demonstration's shop is written: as Liquid."""

from dataclasses import dataclass

HELLO = "Hello {{ person.first_name | default: 'there' }},"
BYE = "Your shop"


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail: its paragraphs, and where its button leads ("" for none)."""

    key: str
    name: str
    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""
    link: str = "https://shop.example.com/"
    topic: str = ""
    transactional: bool = False

    @property
    def text(self) -> str:
        parts = [HELLO, *self.paragraphs]
        if self.button:
            parts.append(f"{self.button}: {self.link}")
        parts.append(BYE)
        if not self.transactional:
            parts.append("You don't want these e-mails any more? {{ unsubscribe_url }}")
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        parts = [f"<p>{part}</p>" for part in (HELLO, *self.paragraphs)]
        if self.button:
            parts.append(f'<p><a href="{self.link}" style="{BUTTON}">{self.button}</a></p>')
        parts.append(f"<p>{BYE}</p>")
        if not self.transactional:
            parts.append(f'<p style="{SMALL}">{UNSUBSCRIBE}</p>')
        return f'<div style="{PAGE}">\n' + "\n".join(parts) + "\n</div>\n"


PAGE = "max-width:36em;margin:auto;font-family:sans-serif;line-height:1.5;color:#222"
BUTTON = (
    "display:inline-block;padding:.6em 1.2em;border-radius:4px;background:#206bc4;color:#fff;"
    "text-decoration:none"
)
UNSUBSCRIBE = '<a href="{{ unsubscribe_url }}">Unsubscribe</a>'
SMALL = "font-size:.85em;color:#666"
