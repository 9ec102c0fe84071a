"""The messages of the demonstration's shop."""

from apps.console.demo.message import Message

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
    Message(
        "cart-reminder",
        "Cart reminder",
        "Your cart is still here",
        (
            "you have left {{ event.items | default: 'something' }} in your cart.",
            "We keep it for you.",
        ),
        "To the cart",
        "https://shop.example.com/cart/",
    ),
    Message(
        "subscriber-welcome",
        "Subscribers: welcome",
        "Good to have you with us",
        ("from now on your box comes by itself. You can change or pause it whenever you like.",),
        "My subscription",
    ),
    Message(
        "subscriber-thanks",
        "Subscribers: thank you",
        "Your first box as a subscriber",
        ("thank you for your order. As a subscriber you pay no delivery for it.",),
    ),
    Message(
        "trial-tour",
        "Trial: tour",
        "A tour in two minutes",
        ("shall we show you round? Two minutes, four pictures.",),
        "Take the tour",
    ),
    Message(
        "recipe-club",
        "Recipe club",
        "You are invited: our recipe club",
        ("subscribers get a new recipe every week, made for what is in the box.",),
        "Join",
    ),
    # Nobody has a referral code: the sentence comes out with a hole in it.
    Message(
        "referral",
        "Refer a friend",
        "A free box for you and a friend",
        ("give a friend your code {{ person.referral_code }}: both of you get a free box.",),
        "Tell a friend",
    ),
)

# What the drafts send.
DRAFTED = (
    Message("anniversary", "Anniversary", "A year with us", ("thank you for a whole year.",)),
    Message(
        "anniversary-gift",
        "Anniversary: gift",
        "Something for you",
        ("choose a gift; we put it into your next box.",),
        "Choose",
    ),
    Message(
        "partner-offer",
        "Partner offers",
        "What our partners have for you",
        ("three offers of shops that we like ourselves.",),
        "Have a look",
        topic="offers",
    ),
    Message(
        "second-chance",
        "Second chance",
        "What was missing?",
        ("you have left us some days ago. Would you tell us in one line why?",),
    ),
    Message(
        "trial-nudge",
        "Trial: nudge",
        "Your box is waiting",
        ("one click, and your first box is on its way.",),
        "Build my box",
    ),
)
