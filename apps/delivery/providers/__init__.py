"""The kinds of e-mail providers, each in the file of its name.

To add one: a file here with a class that has what `Provider` says, and one line in `provider`.
"""

from apps.delivery.providers.base import Provider
from apps.delivery.providers.sandbox import Sandbox
from apps.delivery.providers.smtp import Smtp

PROVIDERS: dict[str, Provider] = {"sandbox": Sandbox(), "smtp": Smtp()}


def provider(name: str) -> Provider:
    """The provider of a name; KeyError says which there are."""
    try:
        return PROVIDERS[name]
    except KeyError:
        raise KeyError(f"EMAIL_PROVIDER is {name!r}; known: {', '.join(PROVIDERS)}") from None
