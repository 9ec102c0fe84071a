"""When the demonstration is loaded."""

from pathlib import Path

import pytest

from apps.embedded.demonstration import BEGUN, DONE, wanted


@pytest.mark.parametrize(
    ("mark", "empty", "expected"),
    [
        (None, True, True),
        (None, False, False),
        (BEGUN, False, True),
        (BEGUN, True, True),
        (DONE, False, False),
        (DONE, True, False),
    ],
)
def test_it_is_loaded_once_into_an_empty_installation(
    tmp_path: Path, mark: str | None, empty: bool, expected: bool
) -> None:
    path = tmp_path / "demonstration"
    if mark:
        path.write_text(mark)
    assert wanted(path, empty) is expected
