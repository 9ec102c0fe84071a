"""The world that pages are looked at in."""

from tests.pages import staff, world

__all__ = ["staff", "world"]
