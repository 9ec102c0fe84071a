"""The engine's values as JSON and back; and the fingerprint by which decisions are compared."""

import hashlib

import msgspec

from apps.engine.outcome import Decision, Step
from apps.engine.reasons import Reason
from apps.engine.values import ProfileState

_states = msgspec.json.Decoder(ProfileState)
_steps = msgspec.json.Decoder(Step)
_decisions = msgspec.json.Decoder(Decision)
_reasons = msgspec.json.Decoder(Reason)
_encoder = msgspec.json.Encoder(order="deterministic")


def encode(value: object) -> str:
    """Any engine value as JSON, always the same text for the same value."""
    return _encoder.encode(value).decode()


def state(text: str) -> ProfileState:
    return _states.decode(text)


def step(text: str) -> Step:
    return _steps.decode(text)


def decision(text: str) -> Decision:
    return _decisions.decode(text)


def fingerprint(text: str) -> str:
    """The hash of a value's JSON."""
    return hashlib.sha256(text.encode()).hexdigest()


def reason(text: str) -> Reason:
    return _reasons.decode(text)
