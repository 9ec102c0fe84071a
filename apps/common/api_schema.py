"""What the schema of the management API tells of."""

from typing import Any

Endpoint = tuple[str, str, str, Any]


def only_the_api(endpoints: list[Endpoint], **_: Any) -> list[Endpoint]:
    """Its own addresses, and none of the other doors that happen to use the same framework."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]
