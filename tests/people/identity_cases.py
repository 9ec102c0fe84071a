"""What identity makes of events, case by case, to be read from top to bottom.

Each event is the identifiers that it tells: u: user id, e: e-mail, p: phone, d: iOS device id,
g: Google Analytics client id, a: anonymous id. "alias:x" is an alias whose previousId is x.
"apart 1 2" is no event: from there on the people of the events 1 and 2 are kept apart by hand.

`people` are the events of each person in the end; `left` what was left off, as
(event, identifier, because, whose limit).
"""

from dataclasses import dataclass, field

Told = tuple[str, ...]
Left = tuple[int, str, str, str]


@dataclass(frozen=True)
class Case:
    name: str
    told: list[Told]
    people: list[list[int]]
    left: list[Left] = field(default_factory=list)
    limits: dict[str, int | None] = field(default_factory=dict)
    blocked: dict[str, list[str]] = field(default_factory=dict)
    knows: dict[int, str] = field(default_factory=dict)


CASES = [
    # ---------------------------------------------------------------- one person, found and joined
    Case(
        "somebody new is a person of their own",
        told=[("a:x",), ("a:y",)],
        people=[[1], [2]],
    ),
    Case(
        "every type leads to its person",
        told=[
            ("u:ann", "e:ann@x.y", "p:+4915112345678", "d:phone-1", "g:ga.1", "a:x"),
            *[("e:ann@x.y",), ("p:+4915112345678",), ("d:phone-1",), ("g:ga.1",), ("a:x",)],
        ],
        people=[[1, 2, 3, 4, 5, 6]],
    ),
    Case(
        "an event joins two whom nobody knew to be one",
        told=[("a:x",), ("e:ann@x.y",), ("e:ann@x.y", "a:x")],
        people=[[1, 2, 3]],
        knows={1: "a:x e:ann@x.y"},
    ),
    Case(
        "a chain of merges ends at one person",
        told=[
            ("a:1",),
            ("a:2",),
            ("a:3",),
            ("e:e", "a:1"),
            ("e:e", "a:2"),
            ("u:ann", "e:e", "a:3"),
        ],
        people=[[1, 2, 3, 4, 5, 6]],
    ),
    # ---------------------------------------------------------------- limits at a merge: demotion
    Case(
        "a shared device: the anonymous id stays with whom it was, and makes nobody one",
        told=[("u:ann", "a:kiosk"), ("u:bob", "a:kiosk")],
        people=[[1], [2]],
        left=[(2, "a:kiosk", "shared", "user_id")],
    ),
    Case(
        "a shared address: the same with e-mail",
        told=[("u:ann", "e:family@x.y"), ("u:bob", "e:family@x.y")],
        people=[[1], [2]],
        left=[(2, "e:family@x.y", "shared", "user_id")],
    ),
    Case(
        "the lowest priority goes first, and what is left decides",
        told=[("u:ann", "a:kiosk"), ("u:bob", "e:bob@x.y"), ("e:bob@x.y", "a:kiosk")],
        people=[[1], [2, 3]],
        left=[(3, "a:kiosk", "shared", "user_id")],
    ),
    Case(
        "one after the other is left off until the match holds",
        told=[("u:ann", "p:+4915112345678", "a:kiosk"), ("u:bob", "p:+4915112345678", "a:kiosk")],
        people=[[1], [2]],
        left=[(2, "a:kiosk", "shared", "user_id"), (2, "p:+4915112345678", "shared", "user_id")],
    ),
    Case(
        "a limit of e-mails stops a merge as well: the anonymous id is left off",
        limits={"email": 1},
        told=[("e:one@x.y", "a:x"), ("e:two@x.y",), ("e:two@x.y", "a:x")],
        people=[[1], [2, 3]],
        left=[(3, "a:x", "limit", "email")],
    ),
    Case(
        "a merge that brings too many of a type that the event doesn’t even tell",
        limits={"ios.id": 1},
        told=[("e:e@x.y", "d:1"), ("a:x", "d:2"), ("e:e@x.y", "a:x")],
        people=[[1, 3], [2]],
        left=[(3, "a:x", "limit", "ios.id")],
    ),
    Case(
        "three at once: only those that fit are joined",
        limits={"email": 2},
        told=[
            *[("e:1@x.y", "p:+4915112345678"), ("e:2@x.y",), ("e:3@x.y", "a:x")],
            ("e:2@x.y", "p:+4915112345678", "a:x"),
        ],
        people=[[1, 2, 4], [3]],
        left=[(4, "a:x", "limit", "email")],
    ),
    Case(
        "what is left off and the person’s own already is no loss, and not told of",
        limits={"email": 1},
        told=[("u:ann", "e:1@x.y", "a:x"), ("u:ann", "e:2@x.y", "a:x")],
        people=[[1, 2]],
        left=[(2, "e:2@x.y", "limit", "email")],
        knows={1: "u:ann e:1@x.y a:x"},
    ),
    # ---------------------------------------------------------------- limits of one person
    Case(
        "one more than a person may have is left off",
        limits={"email": 2},
        told=[("u:ann", "e:1@x.y"), ("u:ann", "e:2@x.y"), ("u:ann", "e:3@x.y"), ("e:3@x.y",)],
        people=[[1, 2, 3], [4]],
        left=[(3, "e:3@x.y", "limit", "email")],
        knows={1: "u:ann e:1@x.y e:2@x.y"},
    ),
    Case(
        "without a limit there is room for any number",
        limits={"anonymous_id": None},
        told=[("u:ann", f"a:d{number}") for number in range(1200)],
        people=[list(range(1, 1201))],
    ),
    Case(
        "the thousand-and-first anonymous id is left off",
        told=[("u:ann", f"a:d{number}") for number in range(1001)],
        people=[list(range(1, 1002))],
        left=[(1001, "a:d1000", "limit", "anonymous_id")],
    ),
    Case(
        "one event that tells too many at once keeps the first ones",
        limits={"email": 1},
        told=[("u:ann", "e:1@x.y", "e:2@x.y")],
        people=[[1]],
        left=[(1, "e:2@x.y", "limit", "email")],
    ),
    Case(
        "what has the highest priority in its event is never left off",
        told=[("e:x@x.y",), ("a:x",)],
        people=[[1], [2]],
        limits={"email": 1, "anonymous_id": 1},
    ),
    # ---------------------------------------------------------------- values that nobody meant
    Case(
        "blocked values lead to nobody",
        told=[("u:ann", "a:null"), ("u:bob", "a:NULL"), ("u:cat", "a:0000-0000"), ("a:undefined",)],
        people=[[1], [2], [3], [4]],
    ),
    Case(
        "a value blocked for one type counts for another",
        blocked={"anonymous_id": ["test"]},
        told=[("a:test",), ("a:Test",), ("d:test",), ("d:test",)],
        people=[[1], [2], [3, 4]],
    ),
    Case(
        "a user id that says nothing doesn’t make its events one person’s",
        told=[("u:null", "a:x"), ("u:null", "a:y")],
        people=[[1], [2]],
    ),
    Case(
        "a number that is none is no identifier",
        told=[("p:12345", "a:x"), ("p:12345", "a:y")],
        people=[[1], [2]],
    ),
    # ---------------------------------------------------------------- alias
    Case(
        "an alias joins an earlier anonymous id with the user",
        told=[("a:old",), ("u:ann", "alias:old")],
        people=[[1, 2]],
    ),
    Case(
        "an alias of an id that nobody knows makes it an anonymous id",
        told=[("u:ann", "alias:old"), ("a:old",)],
        people=[[1, 2]],
    ),
    Case(
        "an alias of a known user id makes no two users one: a person has one user id",
        told=[("u:old",), ("u:ann", "alias:old"), ("u:old",)],
        people=[[1, 3], [2]],
        left=[(2, "u:old", "limit", "user_id")],
    ),
    # ---------------------------------------------------------------- kept apart
    Case(
        "who is kept apart is not joined again by what joined them",
        told=[("e:e@x.y",), ("a:x",), ("apart", "1", "2"), ("e:e@x.y", "a:x"), ("a:x",)],
        people=[[1, 3], [2, 4]],
        left=[(3, "a:x", "apart", "")],
    ),
    Case(
        "nor by way of a third person",
        told=[("e:e@x.y",), ("a:x",), ("apart", "1", "2"), ("e:e@x.y", "d:1"), ("d:1", "a:x")],
        people=[[1, 3, 4], [2]],
        left=[(4, "a:x", "apart", "")],
    ),
    Case(
        "it holds when either side was merged into others since",
        told=[
            *[("e:e@x.y",), ("a:x",), ("apart", "1", "2")],
            *[("u:ann",), ("u:ann", "e:e@x.y"), ("p:+4915112345678",)],
            *[("p:+4915112345678", "a:x"), ("u:ann", "p:+4915112345678")],
        ],
        people=[[1, 3, 4, 7], [2, 5, 6]],
        left=[(7, "p:+4915112345678", "apart", "")],
    ),
    Case(
        "others may be joined with either of them",
        told=[("e:e@x.y",), ("a:x",), ("apart", "1", "2"), ("a:y",), ("e:e@x.y", "a:y")],
        people=[[1, 3, 4], [2]],
    ),
]
