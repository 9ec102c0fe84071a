"""The messages of the demonstration's shop, as Liquid."""

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

MESSAGES = (
    Message(
        "order-confirmation",
        "Order confirmation",
        "Your order {{ event.order_id }}",
        (
            "thank you for your order {{ event.order_id }} over {{ event.total }} EUR.",
            "We pack it today and write to you when it is on its way.",
        ),
        "See the order",
        "https://shop.example.com/orders/{{ event.order_id }}",
        transactional=True,
    ),
    Message(
        "trial-welcome",
        "Trial: welcome",
        "Welcome, {{ person.first_name | default: 'and thank you for trying us' }}",
        (
            "your trial has begun: {{ event.days | default: 14 }} days, and nothing to pay.",
            "Put your first box together, it takes two minutes.",
        ),
        "Build my box",
    ),
    Message(
        "trial-first-steps",
        "Trial: first steps",
        "Three things to try first",
        (
            "your box is still waiting for you. Most people start like this:",
            "1. choose what you like, 2. say when it should come, 3. keep a wish list.",
        ),
        "Start now",
    ),
    Message(
        "trial-next-steps",
        "Trial: what is next",
        "You are off to a good start",
        ("you know your way round already. Did you know that you can share a box with others?",),
        "Share a box",
    ),
    Message(
        "trial-plans",
        "Trial: questions about the plans",
        "Monthly or yearly? A short comparison",
        ("you have looked at our plans. Here is what differs, on one page.",),
        "Compare the plans",
        "https://shop.example.com/pricing/",
    ),
    Message(
        "trial-halfway",
        "Trial: how is it going",
        "How is it going so far?",
        ("you have tried us for some days now. Is anything missing? Just answer this e-mail.",),
    ),
    Message(
        "trial-ends-soon",
        "Trial: ends soon",
        "Your trial ends soon",
        ("two days are left. Stay with us for 19 EUR a month; you can stop at any time.",),
        "Stay",
        "https://shop.example.com/pricing/",
    ),
    Message(
        "review-request",
        "After the purchase: review",
        "How do you like your {{ event.category | default: 'order' }}?",
        ("your order {{ event.order_id }} has arrived. Tell others in one line how it is.",),
        "Write a review",
    ),
    Message(
        "cross-sell",
        "After the purchase: goes well with",
        "Goes well with {{ event.category | default: 'your order' }}",
        ("others who ordered {{ event.category | default: 'the same' }} also liked these.",),
        "Have a look",
    ),
    Message(
        "delivery-delayed",
        "After the purchase: has it arrived?",
        "Has your order arrived?",
        ("your order {{ event.order_id }} should be there by now. If it isn't, tell us.",),
        "It hasn't arrived",
    ),
    Message(
        "win-back-buyer",
        "Win-back: order without a subscription",
        "You can go on ordering, without a subscription",
        ("your subscription is cancelled. Everything stays available, box by box.",),
        "Order a single box",
    ),
    Message(
        "win-back-pause",
        "Win-back: pause instead",
        "Would a break help?",
        ("your subscription is cancelled. If it was just too much: you can also pause it.",),
        "Pause instead",
    ),
    Message(
        "win-back-offer",
        "Win-back: offer",
        "20 % off your next three boxes",
        ("we would like to have you back: 20 % off the next three boxes, until Sunday.",),
        "Come back",
        topic="offers",
    ),
)
