"""Where the nodes of a journey stand in its drawing."""

from hypothesis import given
from hypothesis import strategies as st

from apps.journeys.drawing import HEIGHT, LABEL, WIDTH, Drawing, draw, layers

DIAMOND = [("a", "yes", "b"), ("a", "no", "c"), ("b", "next", "d"), ("c", "next", "d")]


def test_a_path_goes_straight_down() -> None:
    drawn = draw("abc", [("a", "next", "b"), ("b", "next", "c")])
    assert len({box.x for box in drawn.boxes}) == 1
    assert [box.y for box in drawn.boxes] == sorted({box.y for box in drawn.boxes})
    assert drawn.width > WIDTH and drawn.height > 3 * HEIGHT


def test_a_node_stands_below_the_longest_way_to_it() -> None:
    assert layers("abcd", [*DIAMOND, ("a", "maybe", "d")]) == {"a": 0, "b": 1, "c": 1, "d": 2}


def test_branches_stand_side_by_side_under_their_split() -> None:
    boxes = {box.key: box for box in draw("abcd", DIAMOND).boxes}
    assert boxes["b"].y == boxes["c"].y
    assert boxes["b"].x + WIDTH < boxes["c"].x
    assert boxes["a"].x == boxes["d"].x == (boxes["b"].x + boxes["c"].x) // 2


def test_branches_keep_to_their_side_so_that_ways_do_not_cross() -> None:
    ways = [("a", "1", "b"), ("a", "2", "c"), ("b", "next", "x"), ("c", "next", "y")]
    boxes = {box.key: box for box in draw("abcyx", ways).boxes}
    assert (boxes["b"].x < boxes["c"].x) == (boxes["x"].x < boxes["y"].x)


def test_a_way_over_several_layers_runs_beside_the_boxes_between() -> None:
    drawn = draw("abcd", [*DIAMOND, ("a", "maybe", "d")])
    [long] = [line for line in drawn.lines if line.port == "maybe"]
    assert "L" in long.path


def test_a_way_back_is_drawn_and_turns_nothing_upside_down() -> None:
    ways = [("a", "next", "b"), ("b", "next", "c"), ("c", "again", "b")]
    assert layers("abc", ways) == {"a": 0, "b": 1, "c": 2}
    assert len(draw("abc", ways).lines) == 3


def test_a_way_back_and_its_port_stay_on_the_page() -> None:
    ways = [("a", "next", "b"), ("b", "next", "c"), ("c", "again", "b")]
    drawn = draw("abc", ways)
    [back] = [line for line in drawn.lines if line.port == "again"]
    assert back.label_x + LABEL / 2 <= drawn.width


def test_a_goal_that_only_an_event_leads_to_stands_at_the_end() -> None:
    assert layers(["a", "goal", "b"], [("a", "next", "b")])["goal"] == 1


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw([], []) == Drawing(12, 90, (), ())


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=20),
        )
    )
)
def test_boxes_never_overlap_and_stay_on_the_page(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    number, pairs = drawn
    keys = [str(n) for n in range(number)]
    ways = [(str(a), f"p{i}", str(b)) for i, (a, b) in enumerate(pairs)]
    picture = draw(keys, ways)
    assert len(picture.lines) == len(ways)
    for one in picture.boxes:
        assert 0 <= one.x <= picture.width - WIDTH and 0 <= one.y <= picture.height - HEIGHT
        for other in picture.boxes:
            if one.key < other.key and one.y == other.y:
                assert abs(one.x - other.x) >= WIDTH
