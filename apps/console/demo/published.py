"""Which journeys of the demonstration are live: key, name, what it is for, document."""

from typing import Any

from apps.console.demo import journeys, journeys_more

JOURNEYS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (
        "order-confirmation",
        "Order confirmation",
        "Says that an order has come in.",
        journeys.CONFIRMATION,
    ),
    (
        "trial-onboarding",
        "Trial onboarding",
        "Makes subscribers of those who try.",
        journeys.ONBOARDING,
    ),
    ("post-purchase", "Post-purchase", "Reviews and further orders.", journeys.POST_PURCHASE),
    ("win-back", "Win-back", "Brings back those who have cancelled.", journeys.WIN_BACK),
    (
        "subscriber-welcome",
        "Subscriber welcome",
        "Makes new subscribers feel at home.",
        journeys_more.SUBSCRIBER_WELCOME,
    ),
    (
        "cart-reminder",
        "Cart reminder",
        "Reminds of what was left in the cart.",
        journeys_more.CART_REMINDER,
    ),
    ("trial-tour", "Trial tour", "Shows new people round.", journeys_more.TRIAL_TOUR),
    ("recipe-club", "Recipe club", "Invites subscribers.", journeys_more.RECIPE_CLUB),
    ("refer-a-friend", "Refer a friend", "Subscribers bring others.", journeys_more.REFERRAL),
)
