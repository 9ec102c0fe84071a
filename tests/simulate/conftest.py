"""Who looks at the pages."""

from tests.pages import staff

__all__ = ["staff"]
