"""Divisions by their codes."""

import pytest

from core.divisions import enclosing_code


@pytest.mark.parametrize(
    ("codes", "smallest"),
    [
        (["430529104"], "430529104"),
        (["430529104", "430529104206"], "430529104"),
        (["430529103", "430529104"], "430529"),
        (["430529104", "4305"], "4305"),
        (["430529104", "330782"], ""),
        ([], ""),
    ],
)
def test_the_smallest_division_around_some_others(codes, smallest):
    assert enclosing_code(codes) == smallest
