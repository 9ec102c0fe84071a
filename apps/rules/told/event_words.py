"""What an event says that somebody did: “they started a trial”. Pure.

The names that are usual have their words; any other is told by its name.
"""

import re

# They all read on with "they had not …" as well as with "they …".
DONE = {
    "Signed Up": "signed up",
    "Signed In": "signed in",
    "Signed Out": "signed out",
    "Account Created": "created an account",
    "Account Deleted": "deleted their account",
    "Trial Started": "started a trial",
    "Subscription Started": "started a subscription",
    "Subscription Cancelled": "cancelled their subscription",
    "Subscription Canceled": "cancelled their subscription",
    "Subscription Renewed": "renewed their subscription",
    "Plan Changed": "changed their plan",
    "Feature Used": "used a feature",
    "Team Invited": "invited their team",
    "Colleague Invited": "invited a colleague",
    "Invite Sent": "sent an invitation",
    "Project Created": "created a project",
    "Product Viewed": "viewed a product",
    "Product Added": "added a product to the cart",
    "Product Removed": "removed a product from the cart",
    "Cart Viewed": "viewed the cart",
    "Cart Updated": "changed their cart",
    "Checkout Started": "started a checkout",
    "Coupon Applied": "applied a coupon",
    "Order Completed": "completed an order",
    "Order Cancelled": "cancelled an order",
}
# What happened to somebody, and how it is said that it had not.
BEFELL = {
    "Trial Ended": ("their trial ended", "their trial had not ended"),
    "Order Shipped": ("their order was shipped", "their order had not been shipped"),
    "Order Delivered": ("their order was delivered", "their order had not been delivered"),
    "Order Refunded": ("their order was refunded", "their order had not been refunded"),
    "Payment Failed": ("a payment of theirs failed", "no payment of theirs had failed"),
    "Session Started": ("a session of theirs began", "no session of theirs had begun"),
    "Stage Entered": ("they entered a stage", "they had not entered a stage"),
}
SEEN = re.compile(r"Viewed (?P<name>.+) (?P<kind>Page|Screen)")
TIMES = {1: "once", 2: "twice"}


def happened(name: str) -> str:
    """“they started a trial”, “their order was delivered”, “Team Praised” happened."""
    if name in BEFELL:
        return BEFELL[name][0]
    done = _done(name)
    return f"they {done}" if done else f"“{name}” happened"


def had_not(name: str) -> str:
    """“they had not started a trial”, “Team Praised” had not happened."""
    if name in BEFELL:
        return BEFELL[name][1]
    done = _done(name)
    return f"they had not {done}" if done else f"“{name}” had not happened"


def counted(name: str, times: int, days: str) -> str:
    """How often it had happened: “they used a feature twice in 2 days”; `days` is "" for ever."""
    within = f" in the {words_of_days(days)} before" if days else ""
    if times == 0:
        return had_not(name) + within
    return f"{happened(name)} {TIMES.get(times, f'{times} times')}{within}"


def words_of_days(days: str) -> str:
    """ "30 days", "day"; as a condition's subject has them."""
    return "day" if days in ("1", "1 days") else f"{days.removesuffix(' days')} days"


def _done(name: str) -> str:
    seen = SEEN.fullmatch(name)
    if seen:
        return f"viewed the {seen['name']} {seen['kind'].lower()}"
    return DONE.get(name, "")
