"""Who somebody is: identifiers, traits, consents and merges, each with where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.explain import addresses, identifier_words
from apps.explain.person import origins
from apps.explain.person.origins import Origin
from apps.people import queries as people
from apps.people import shown
from apps.people.models import Consent, Identifier, Membership, Merge, Suppression, Trait


@dataclass(frozen=True, slots=True)
class KnownIdentifier:
    """`via` is the merge that brought it along; None where it was always this profile's."""

    identifier: Identifier
    origin: Origin | None
    via: Merge | None

    @property
    def value(self) -> str:
        return shown.identifier(self.identifier.value)

    @property
    def kind(self) -> str:
        """What its type is called; types that a workspace added are called by their keys."""
        told = str(self.identifier.get_type_display())
        return told if told != self.identifier.type else told.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class KnownTrait:
    trait: Trait
    origin: Origin | None

    @property
    def value(self) -> Any:
        return shown.trait(self.trait.key, self.trait.value)


@dataclass(frozen=True, slots=True)
class KnownConsent:
    consent: Consent
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class KnownAccount:
    membership: Membership
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Joined:
    """A profile that turned out to be this person; `href` leads to the review of the merge."""

    merge: Merge
    origin: Origin | None

    @property
    def href(self) -> str:
        return addresses.known("merge", self.merge.pk)

    @property
    def brought(self) -> list[str]:
        return shown.pairs(self.merge.identifiers)

    @property
    def brought_words(self) -> list[str]:
        """What it brought, as people read it."""
        return identifier_words.several(self.merge.identifiers)

    @property
    def led(self) -> str:
        """What led to both, as people read it."""
        return identifier_words.led(self.merge.rule)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of who somebody is."""

    identifiers: list[KnownIdentifier]
    traits: list[KnownTrait]
    consents: list[KnownConsent]
    suppressions: list[Suppression]
    merges: list[Joined]
    accounts: list[KnownAccount]


def known(home: UUID, ids: Sequence[UUID]) -> Known:
    """What is known of the person with these profile ids, of which `home` goes on."""
    identifiers, merges = people.identifiers(ids), people.merges(ids)
    accounts = people.accounts(ids)
    traits, consents = people.traits(home), people.consents(home)
    ids_of_events = [one.event_id for one in identifiers]
    ids_of_events += [one.event_id for one in accounts] + [one.event_id for one in merges]
    events = origins.by_id(ids_of_events)
    moments = [trait.occurred_at for trait in traits] + [consent.at for consent in consents]
    told = origins.of_moments(ids, moments)
    brought = _brought(merges)
    return Known(
        identifiers=[
            KnownIdentifier(one, events.get(one.event_id or 0), brought.get(str(one)))
            for one in identifiers
        ],
        traits=[KnownTrait(one, origins.of_trait(one, told)) for one in traits],
        consents=[KnownConsent(one, origins.of_consent(one, told)) for one in consents],
        suppressions=people.suppressions(addresses_of(identifiers, traits)),
        merges=[Joined(one, events.get(one.event_id)) for one in merges],
        accounts=[KnownAccount(one, events.get(one.event_id or 0)) for one in accounts],
    )


def addresses_of(identifiers: Sequence[Identifier], traits: Sequence[Trait]) -> list[str]:
    """Where messages to this person may go, as the list of suppressions writes it."""
    told = [i.value for i in identifiers if i.type in ("email", "phone")]
    told += [t.value.strip().lower() for t in traits if t.key in ("email", "phone") and _text(t)]
    return sorted(set(told))


def _text(trait: Trait) -> bool:
    return isinstance(trait.value, str) and trait.value != ""


def _brought(merges: Sequence[Merge]) -> dict[str, Merge]:
    """By identifier as type:value, the merge that brought it to where it is now."""
    # The latest comes first: where two moved it, the latest tells.
    standing = [merge for merge in reversed(merges) if merge.undone_at is None]
    return {id: merge for merge in standing for id in merge.identifiers}
