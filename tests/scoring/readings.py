"""The year's rubric under each combination of disputed readings."""

from functools import cache
from itertools import product

from hypothesis import strategies as st

from scoring.catalogue import FOLDER
from scoring.parsing import parse
from scoring.years import Rubric

TEXT = (FOLDER / "2023.toml").read_text(encoding="utf-8")
CHOICES = {
    "population": ("labor_to_verify", "everybody"),
    "due_day": ("calendar_month", "thirty_days"),
    "eligible": ("overdue_cases", "jobless_in_year"),
    "window": ("twelve_months", "calendar_year"),
}


@cache
def rubric_with(**readings: str) -> Rubric:
    """The rubric of 2023 with some readings exchanged for others."""
    text = TEXT
    for name, reading in readings.items():
        text = exchange(text, name, reading)
    return parse(text)


def exchange(text: str, name: str, reading: str) -> str:
    """The file's text with the value of the first parameter `name` exchanged."""
    head, section, tail = text.partition(f".parameters.{name}]\nvalue = ")
    assert section, f"no parameter {name}"
    _, rest = tail.split("\n", 1)
    return f'{head}{section}"{reading}"\n{rest}'


combinations = [dict(zip(CHOICES, chosen, strict=True)) for chosen in product(*CHOICES.values())]
rubrics = st.sampled_from(combinations).map(lambda readings: (rubric_with(**readings), readings))
