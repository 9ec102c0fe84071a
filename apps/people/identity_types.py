"""The types of identifiers that come with the application: their names and where they are told.

The names are those of Segment's identity resolution, so that its clients need no change. Limits
there hold for a window of days; here they hold for good. So what a device or browser renews by
itself has room for many.
"""

from dataclasses import dataclass

USER_ID, EMAIL, PHONE, ANONYMOUS_ID = "user_id", "email", "phone", "anonymous_id"
GA_CLIENT_ID, CROSS_DOMAIN_ID = "ga_client_id", "cross_domain_id"
DEVICE, RENEWED = 50, 100


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A type with its usual limit, and where in an event it is told."""

    key: str
    name: str
    limit: int
    told_in: str


BUILT_IN = (
    BuiltIn(USER_ID, "User id", 1, "userId"),
    BuiltIn(EMAIL, "E-mail", 5, "traits.email or context.traits.email"),
    BuiltIn(PHONE, "Phone", 5, "traits.phone or context.traits.phone"),
    BuiltIn("ios.id", "iOS device id", DEVICE, "context.device.id on iOS"),
    BuiltIn("ios.idfa", "iOS advertising id", DEVICE, "context.device.advertisingId on iOS"),
    BuiltIn("ios.push_token", "iOS push token", RENEWED, "context.device.token on iOS"),
    BuiltIn("android.id", "Android device id", DEVICE, "context.device.id on Android"),
    BuiltIn(
        "android.idfa", "Android advertising id", DEVICE, "context.device.advertisingId on Android"
    ),
    BuiltIn("android.push_token", "Android push token", RENEWED, "context.device.token on Android"),
    BuiltIn(
        GA_CLIENT_ID,
        "Google Analytics client id",
        RENEWED,
        "integrations.Google Analytics.clientId",
    ),
    BuiltIn(CROSS_DOMAIN_ID, "Cross-domain id", RENEWED, "traits.crossDomainId"),
    BuiltIn(ANONYMOUS_ID, "Anonymous id", 1000, "anonymousId, or previousId of an alias"),
)
OF_KEY = {one.key: one for one in BUILT_IN}
# Without these nobody is anybody.
REQUIRED = (USER_ID, EMAIL, ANONYMOUS_ID)
EXTERNAL = "context.externalIds"


def name_of(key: str) -> str:
    """What a type is called where the rules don't name it."""
    known = OF_KEY.get(key)
    return known.name if known else key.replace("_", " ").replace(".", " ").capitalize()


def told_in(key: str) -> str:
    """Where in an event a type is told; every type may also come in the external ids."""
    known = OF_KEY.get(key)
    return known.told_in if known else EXTERNAL
