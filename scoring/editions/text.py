"""The text of a draft: one sub-item of it is taken out, changed, and written back."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import tomli_w


class DraftText:
    """A year's text as the values that stand in it."""

    def __init__(self, text: str) -> None:
        self.values: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)

    def sub_item(self, code: str) -> dict[str, Any]:
        """The values of one sub-item; empty when there is none."""
        return next((each for item in self.values["items"] for each in item["sub_items"] if each["code"] == code), {})

    def change(self, code: str, words: Mapping[str, Any], parameters: Mapping[str, Mapping[str, Any]]) -> None:
        """Write a sub-item; an item has the points of its sub-items."""
        sub_item = self.sub_item(code)
        sub_item.update({name: shortest(value) for name, value in words.items()})
        for name, values in parameters.items():
            sub_item["parameters"][name].update({key: shortest(value) for key, value in values.items()})
        for item in self.values["items"]:
            item["max"] = shortest(sum((each["max"] for each in item["sub_items"]), Decimal(0)))

    def __str__(self) -> str:
        return tomli_w.dumps(self.values, multiline_strings=False)


def shortest(value: Any) -> Any:
    """A number as one writes it: 5 and not 5.00."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


def copied(text: str, year: int) -> str:
    """The text of another year, to begin with."""
    draft = DraftText(text)
    draft.values["year"] = year
    return str(draft)
