"""The text of an export in compressed parts: written as it comes, read as it is downloaded.

In rows and not in a file, so that the worker that writes it and the process that hands it out may
be on different machines.
"""

import zlib
from collections.abc import Iterator
from typing import Self

from apps.privacy.models import Export, ExportPart

LARGEST = 512 * 1024


class Writer:
    """Cuts a text into parts; `size` is its length in bytes."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.size = 0
        self._number = 0
        self._waiting: list[bytes] = []
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()

    def write(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        self._waiting.append(data)
        self._length += len(data)
        self.size += len(data)
        if self._length >= LARGEST:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            data = zlib.compress(b"".join(self._waiting))
            ExportPart.objects.create(export=self.export, number=self._number, data=data)
            self._number += 1
            self._waiting, self._length = [], 0


def read(export: Export) -> Iterator[bytes]:
    """The text, part by part."""
    number = 0
    while part := ExportPart.objects.filter(export=export, number=number).first():
        yield zlib.decompress(bytes(part.data))
        number += 1
