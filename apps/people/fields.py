"""Fields of the management API for what is personal: masked for those who may not see it."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from apps.people import shown


class Shown(serializers.CharField):
    """A text as the one who asks may see it; `how` is one of apps.people.shown."""

    def __init__(self, how: Callable[[str], str] = shown.identifier, **options: Any) -> None:
        super().__init__(**options)
        self.how = how

    def to_representation(self, value: Any) -> str:
        return self.how(str(super().to_representation(value)))


class ShownPairs(serializers.ListField):
    """Identifiers as type:value."""

    child = serializers.CharField()

    def to_representation(self, data: Any) -> list[str]:
        return shown.pairs(super().to_representation(data))


class ShownJson(serializers.JSONField):
    """A value of any kind."""

    def __init__(self, how: Callable[[Any], Any] = shown.anything, **options: Any) -> None:
        super().__init__(**options)
        self.how = how

    def to_representation(self, value: Any) -> Any:
        return self.how(super().to_representation(value))


class ShownLeaf(serializers.Serializer):
    """A leaf of a condition with the values that it saw; `subject` says of what they are."""

    VALUES = ("expected", "actual", "now")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told = dict(super().to_representation(instance))
        key = told["subject"].partition(" ")[2]
        return {
            name: shown.trait(key, value) if name in self.VALUES else value
            for name, value in told.items()
        }


class ShownNumbers(serializers.DictField):
    """What a reason saw, by its keys; `key` is what a run was entered by."""

    def to_representation(self, value: Any) -> Any:
        told = shown.anything(super().to_representation(value))
        return told | {"key": shown.identifier(str(told["key"]))} if "key" in told else told
