"""How the management API writes its answers."""

from typing import Any

from rest_framework.renderers import JSONRenderer


class Json(JSONRenderer):
    """JSON; an answer that quotes halves of characters escapes them, as JSON can."""

    def render(self, *args: Any, **kwargs: Any) -> bytes:
        try:
            return bytes(super().render(*args, **kwargs))
        except UnicodeEncodeError:
            self.ensure_ascii = True
            return bytes(super().render(*args, **kwargs))
