"""Rows that never change: published versions."""

from typing import Any

from django.db import models


class Frozen(models.Model):
    """Saved once. A change is a new row; deleting is refused as well."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self} is published and never changes; publish a new version")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self} is published and is kept: decisions name it")
