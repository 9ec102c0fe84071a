"""The kinds of channels, each in the file of its name.

To add one: a file here with a class that has what `Channel` says, and one line in CHANNELS.
"""

from apps.delivery.channels.base import Channel
from apps.delivery.channels.email import Email
from apps.delivery.channels.webhook import Webhook

CHANNELS: dict[str, Channel] = {"email": Email(), "webhook": Webhook()}
