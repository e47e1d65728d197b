"""How a record stands on a day, in words and in the colour that they mean."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """Red: points are lost. Amber: they will be, on a date. Green: safe. The values are CSS classes."""

    PLAIN = ""
    SAFE = "safe"
    DUE = "due"
    LOST = "lost"


@dataclass(frozen=True)
class State:
    text: str
    tone: Tone = Tone.PLAIN


def days_left(due_on: date, on: date) -> State:
    """How far a deadline is off on the day `on`."""
    left = (due_on - on).days
    if left < 0:
        return State(f"逾期{-left}天", Tone.LOST)
    return State(f"还有{left}天" if left else "今天到期", Tone.DUE)


def of_deadline(word: str, due_on: date, done_on: date | None, on: date, *, forgiven: bool) -> State:
    """How a duty stands on the day `on`: `word` is what has to be done, done late may be `forgiven`."""
    if done_on and done_on <= on:
        late = (done_on - due_on).days
        tone = Tone.SAFE if late <= 0 or forgiven else Tone.LOST
        return State(f"已{word}" + (f"，晚了{late}天" if late > 0 else ""), tone)
    left = days_left(due_on, on)
    return State(f"未{word}，{left.text}", left.tone)


def of_target(done: int, wanted: int, unit: str = "人") -> State:
    """How far a number that the plan wants has come: 还差12人, or 已完成."""
    return State("已完成", Tone.SAFE) if done >= wanted else State(f"还差{wanted - done}{unit}", Tone.DUE)
