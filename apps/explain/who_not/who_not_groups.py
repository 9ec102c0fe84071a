"""In which group each run falls: why its message did not go out, in a word. Pure."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from apps.engine.reasons import Code
from apps.explain.why_not.reasoning.cause import Kind
from apps.graph.queries_who_not import Came, Judged, Turned
from apps.rules.told.sentences import LOST

UNDER_WAY = ("pending", "claimed", "sending")


@dataclass(frozen=True, slots=True)
class Group:
    """`where` is a node's key, `detail` a rule's name, a port, or a delivery's reason."""

    kind: str
    code: str
    where: str = ""
    detail: str = ""

    @property
    def key(self) -> str:
        """For an address: its parts, in their order."""
        return "|".join((self.kind, self.code, self.where, self.detail))


GOT_IT = Group(Kind.SENT, "sent")


def from_key(text: str) -> Group | None:
    parts = text.split("|")
    return Group(*parts) if len(parts) == 4 else None


def of_run(
    run: Came,
    judged: Judged | None,
    turned: Turned | None,
    delivery: tuple[str, str] | None,
    with_message: Set[str],
    node: str,
) -> Group:
    """The group of a run. `delivery`: what became of its message (status, reason), "" for sent.

    `with_message` are the versions that have the message.
    """
    if judged is not None and not _is_over(run, judged, node):
        return _judged(judged, delivery)
    if run.version not in with_message:
        return Group(Kind.OTHER_VERSION, "older_version")
    if turned is not None:
        return Group(Kind.OTHER_WAY, "other_way", turned.node.partition("/")[2], turned.port)
    if run.left_because:
        kind = Kind.DISPLACED if run.left_because == Code.DISPLACED else Kind.LEFT
        return Group(kind, run.left_because, run.left_node.partition("/")[2])
    if run.node == node:
        return Group(Kind.WAITING, "competes_soon", node)
    return Group(Kind.WAITING, "waiting", run.node) if run.node else Group(Kind.UNKNOWN, "unknown")


def _is_over(run: Came, judged: Judged, node: str) -> bool:
    """Whether the run has ended or gone elsewhere while the message waited."""
    return judged.verdict == "waits" and (run.left_at is not None or run.node != node)


def _judged(judged: Judged, delivery: tuple[str, str] | None) -> Group:
    if judged.verdict == "sent":
        return _delivered(delivery)
    if judged.verdict == "held_out":
        return Group(Kind.HELD_OUT, judged.reason, "", judged.rule_name)
    detail = "" if judged.reason in set(LOST) else judged.rule_name
    if judged.reason in set(LOST):
        return Group(Kind.LOST, judged.reason, "", detail)
    kind = Kind.YIELDED if judged.reason == Code.LOOK_AHEAD else Kind.STOPPED
    return Group(kind, judged.reason, "", detail)


def _delivered(delivery: tuple[str, str] | None) -> Group:
    if delivery is None:
        return GOT_IT
    status, reason = delivery
    if status in UNDER_WAY:
        return Group(Kind.DELIVERY, "on_its_way")
    code = {"stopped": "stopped_at_send"}.get(status, status)
    return Group(Kind.DELIVERY, "expired" if reason == "expired" else code, "", reason)


def counted(of: Mapping[str, Group]) -> dict[Group, int]:
    """How many fall in each group, the most first."""
    counts: dict[Group, int] = {}
    for group in of.values():
        counts[group] = counts.get(group, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].key)))
