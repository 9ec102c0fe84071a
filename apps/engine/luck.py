"""Luck that can be repeated: a hash of a salt and a key."""

import hashlib
from uuid import UUID, uuid5

NAMESPACE = UUID("6f0a3a52-6c2e-5d1a-9a1e-7f1f0c6b7a11")


def draw(salt: str, key: str) -> float:
    """A number in [0, 1), always the same for the same salt and key."""
    digest = hashlib.blake2b(f"{salt}\x1f{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def derived_id(*parts: object) -> str:
    """The id of what these parts caused: made twice, it is the same id."""
    return str(uuid5(NAMESPACE, "\x1f".join(map(str, parts))))
