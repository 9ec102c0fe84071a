"""What every channel answers and does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from apps.delivery.ledger import Ledger
from apps.delivery.models import TemplateVersion
from apps.delivery.sending import Claimed


class Channel(Protocol):
    """One way to people. `repeatable`: sending the same delivery twice reaches them once."""

    repeatable: bool

    def reaches_people(self) -> bool:
        """False where messages end in this installation: they never grow too old."""

    def prepare(self, row: Claimed, address: str, version: TemplateVersion, now: datetime) -> Any:
        """The finished message; raises Refused or TemplateProblem, for this one alone."""

    def send(self, messages: Sequence[Any], ledger: Ledger) -> None:
        """Sends prepared messages and settles each; raises Outage with the rest unsettled."""
