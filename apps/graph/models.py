"""What we know and decided, as a graph. Moments are seconds since the epoch.

These classes are the schema: labels, properties, unique ids, relationships. Pages that walk the
graph use them; the hot path (`loads`, `commits`) writes the same labels in batches of Cypher.
"""

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    FloatProperty,
    IntegerProperty,
    RelationshipFrom,
    RelationshipTo,
    StringProperty,
    StructuredNode,
    StructuredRel,
)


class MergedInto(StructuredRel):
    """`before` is the survivor's state when it took the other in, so that it can be undone."""

    at = FloatProperty()
    rule = StringProperty()
    taken_in_at = FloatProperty()
    before = StringProperty()


class PartedFrom(StructuredRel):
    """A merge that was undone."""

    at = FloatProperty()
    merged_at = FloatProperty()
    rule = StringProperty()


class HasIdentifier(StructuredRel):
    since = FloatProperty()
    event = IntegerProperty()


class BelongsTo(StructuredRel):
    since = FloatProperty()


class Next(StructuredRel):
    port = StringProperty()


class At(StructuredRel):
    since = FloatProperty()


class VisitedNode(StructuredRel):
    """`at` is the arrival, `left_at` the departure, `leaves` the JSON of what was asked there."""

    seq = IntegerProperty()
    at = FloatProperty()
    left_at = FloatProperty()
    port = StringProperty()
    leaves = StringProperty()


class ConsideredNode(StructuredRel):
    """One candidate of a decision; every gate's answer stands in the decision's `content`."""

    verdict = StringProperty()
    reason = StringProperty()
    rule = StringProperty()
    rule_name = StringProperty()
    rank = IntegerProperty()
    at = FloatProperty()
    journey = StringProperty()
    lost_to = StringProperty()
    # The journeys it lost to: the winner's, or those whose sends fill the cap.
    against = ArrayProperty(StringProperty())
    channel = StringProperty()
    message = StringProperty()
    enrollment = StringProperty()


class Decided(StructuredRel):
    """What a list of decisions is read by: a decision itself is too large to be looked through.

    `about` is what a search looks in, `candidates` the messages that were considered.
    """

    at = FloatProperty()
    decision = StringProperty()
    about = StringProperty()
    candidates = ArrayProperty(StringProperty())


class WasInStage(StructuredRel):
    """`until` null: the current one. `because`: condition, node or merge; `event`: the log's id.

    `merged`: a merge of profiles closed it, the person didn't leave the stage; else null.
    """

    since = FloatProperty()
    until = FloatProperty()
    because = StringProperty()
    previous = StringProperty()
    event = IntegerProperty()
    leaves = StringProperty()
    done_at = FloatProperty()
    merged = BooleanProperty()


class MovedTo(StructuredRel):
    """An enrollment went over to this version, to the node with this uid."""

    at = FloatProperty()
    before = StringProperty()
    version = StringProperty()
    node = StringProperty()


class Stage(StructuredNode):
    """`uid` is lifecycle/key."""

    uid = StringProperty(unique_index=True)
    lifecycle = StringProperty()
    key = StringProperty()


class Session(StructuredNode):
    """What somebody did at one source; `key` "": told by its silences.

    `event` began it: it occurred at `began_at`, and journeys heard of it at `told_at`. Late events
    may move `started_at` to an earlier moment. `first`: no earlier one of the person was known.
    """

    uid = StringProperty(unique_index=True)
    profile = StringProperty(index=True)
    source = StringProperty()
    key = StringProperty()
    started_at = FloatProperty()
    last_at = FloatProperty()
    events = IntegerProperty()
    event = IntegerProperty()
    began_at = FloatProperty()
    told_at = FloatProperty()
    first = BooleanProperty()


class Profile(StructuredNode):
    """A person. `state` is the engine's value as JSON: loaded and saved whole by each commit."""

    uid = StringProperty(unique_index=True)
    state = StringProperty()
    lane = IntegerProperty()
    as_of = FloatProperty()
    # Since when nothing but this shell is left.
    erased_at = FloatProperty()
    identifiers = RelationshipTo("Identifier", "HAS_IDENTIFIER", model=HasIdentifier)
    merged_into = RelationshipTo("Profile", "MERGED_INTO", model=MergedInto)
    belongs_to = RelationshipTo("Account", "BELONGS_TO", model=BelongsTo)
    parted_from = RelationshipTo("Profile", "PARTED_FROM", model=PartedFrom)
    enrollments = RelationshipTo("Enrollment", "ENROLLED")
    stages = RelationshipTo("Stage", "IN_STAGE", model=WasInStage)
    sessions = RelationshipTo("Session", "HAD")
    decisions = RelationshipTo("Decision", "DECIDED", model=Decided)


class Identifier(StructuredNode):
    """`uid` is type:value."""

    uid = StringProperty(unique_index=True)
    type = StringProperty()
    value = StringProperty()


class Account(StructuredNode):
    """A company or team; `uid` is the group's id."""

    uid = StringProperty(unique_index=True)
    name = StringProperty()


class Journey(StructuredNode):
    uid = StringProperty(unique_index=True)
    name = StringProperty()
    versions = RelationshipTo("JourneyVersion", "VERSION")


class JourneyVersion(StructuredNode):
    uid = StringProperty(unique_index=True)
    journey = StringProperty()
    number = IntegerProperty()
    consists_of = RelationshipTo("Node", "NODE")


class Node(StructuredNode):
    """`uid` is version/key."""

    uid = StringProperty(unique_index=True)
    key = StringProperty()
    type = StringProperty()
    name = StringProperty()
    journey = StringProperty()
    tags = ArrayProperty(StringProperty())
    next = RelationshipTo("Node", "NEXT", model=Next)


class Event(StructuredNode):
    """An event that let somebody in or brought a decision; the log has all of it, by `uid`."""

    uid = IntegerProperty(unique_index=True)
    name = StringProperty()
    at = FloatProperty()
    occurred_at = FloatProperty()


class Enrollment(StructuredNode):
    """A run. `converted_at`: when it reached a goal, inside or, within its window, after leaving;

    `converted_node` is that goal's key in the version that the run was on.
    """

    uid = StringProperty(unique_index=True)
    journey = StringProperty()
    version = StringProperty()
    profile = StringProperty(index=True)
    active = BooleanProperty()
    entered_at = FloatProperty(index=True)
    left_at = FloatProperty()
    left_because = StringProperty()
    left_reason = StringProperty()
    left_node = StringProperty()
    converted_at = FloatProperty()
    converted_node = StringProperty()
    entry_leaves = StringProperty()
    erased_at = FloatProperty()
    of = RelationshipTo("JourneyVersion", "OF")
    at = RelationshipTo("Node", "AT", model=At)
    visited = RelationshipTo("Node", "VISITED", model=VisitedNode)
    entered_by = RelationshipTo("Event", "ENTERED_BY")
    moved = RelationshipTo("JourneyVersion", "MOVED", model=MovedTo)


class Decision(StructuredNode):
    """One moment at which candidates were resolved.

    `content` is the engine's decision as JSON and `hash` its fingerprint; `step` is what it
    started from, so that it can be run again with the book it names.
    """

    uid = StringProperty(unique_index=True)
    at = FloatProperty(index=True)
    applied_at = FloatProperty()
    profile = StringProperty(index=True)
    book = StringProperty()
    rule_set = StringProperty()
    hash = StringProperty()
    content = StringProperty()
    step = StringProperty()
    # Since when both are empty: erased with the person, or too old to be kept.
    erased_at = FloatProperty()
    triggered_by = RelationshipTo("Event", "TRIGGERED_BY")
    considered = RelationshipTo("Node", "CONSIDERED", model=ConsideredNode)
    chose = RelationshipTo("Message", "CHOSE")


class Message(StructuredNode):
    uid = StringProperty(unique_index=True)
    at = FloatProperty(index=True)
    profile = StringProperty(index=True)
    enrollment = StringProperty()
    journey = StringProperty()
    node = StringProperty()
    channel = StringProperty()
    template = StringProperty()
    tier = StringProperty()
    followed_by = RelationshipTo("Outcome", "FOLLOWED_BY")
    chosen_in = RelationshipFrom("Decision", "CHOSE")


class Outcome(StructuredNode):
    uid = StringProperty(unique_index=True)
    kind = StringProperty()
    at = FloatProperty()
    detail = StringProperty()


class Lane(StructuredNode):
    """How far a lane is applied. `effects` is what its last commit still owes to PostgreSQL."""

    number = IntegerProperty(unique_index=True)
    applied_seq = IntegerProperty()
    commit_no = IntegerProperty()
    effects = StringProperty()
    lock = StringProperty()
