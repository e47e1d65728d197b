"""The text of a draft: what stands in it is taken out, changed, numbered anew, and written back."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import tomli_w

Values = dict[str, Any]


class DraftText:
    """A year's text as the values that stand in it."""

    def __init__(self, text: str) -> None:
        self.values: Values = tomllib.loads(text, parse_float=Decimal)

    @property
    def items(self) -> list[Values]:
        found: list[Values] = self.values["items"]
        return found

    @property
    def sub_items(self) -> Iterator[Values]:
        for item in self.items:
            yield from item["sub_items"]

    def item(self, code: str) -> Values:
        """The values of one item; empty when there is none."""
        return next((each for each in self.items if each["code"] == code), {})

    def sub_item(self, code: str) -> Values:
        """The values of one sub-item; empty when there is none."""
        return next((each for each in self.sub_items if each["code"] == code), {})

    def references(self, code: str) -> Iterator[tuple[Values, str]]:
        """The sub-items of which a parameter is the same as one of sub-item `code`, and that parameter's name."""
        for sub_item in self.sub_items:
            for name, given in sub_item.get("parameters", {}).items():
                if given.get("same_as") == code:
                    yield sub_item, name

    def put(self, sub_item: Values) -> None:
        """Place a sub-item in the item that its code names."""
        self.item(item_of(sub_item["code"]))["sub_items"].append(sub_item)

    def drop(self, code: str) -> Values:
        """Take a sub-item out; what was the same as its parameters keeps their values."""
        dropped = self.sub_item(code)
        for sub_item, name in list(self.references(code)):
            sub_item["parameters"][name] = {**dropped["parameters"][name]}
        self.item(item_of(code))["sub_items"].remove(dropped)
        return dropped

    def renumber(self, code: str, new: str) -> None:
        """Give a sub-item another code, perhaps in another item; what refers to it follows."""
        sub_item = self.sub_item(code)
        for other, name in list(self.references(code)):
            other["parameters"][name]["same_as"] = new
        self.item(item_of(code))["sub_items"].remove(sub_item)
        sub_item["code"] = new
        self.put(sub_item)

    def renumber_item(self, code: str, new: str) -> None:
        """Give an item another code; its sub-items follow."""
        item = self.item(code)
        self.items.append({**item, "code": new, "sub_items": []})
        for sub_item in list(item["sub_items"]):
            self.renumber(sub_item["code"], new + sub_item["code"].removeprefix(code))
        self.items.remove(item)

    def drop_item(self, code: str) -> None:
        """Take an item out with its sub-items."""
        item = self.item(code)
        for sub_item in list(item["sub_items"]):
            self.drop(sub_item["code"])
        self.items.remove(item)

    def __str__(self) -> str:
        """Items and sub-items stand by their numbers, and an item has the points of its sub-items."""
        self.items.sort(key=by_number)
        for item in self.items:
            item["sub_items"].sort(key=by_number)
            item["max"] = shortest(sum((each["max"] for each in item["sub_items"]), Decimal(0)))
        return tomli_w.dumps(self.values, multiline_strings=False)


def item_of(code: str) -> str:
    """The code of the item in which a sub-item of this code stands."""
    return code.partition(".")[0]


def by_number(values: Mapping[str, Any]) -> list[int]:
    return [int(part) if part.isdecimal() else 0 for part in values["code"].split(".")]


def shortest(value: Any) -> Any:
    """A number as one writes it: 5 and not 5.00."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


def copied(text: str, year: int) -> str:
    """The text of another year, to begin with; its title names the new one, its source stays until there is another."""
    draft = DraftText(text)
    values = draft.values
    values["title"] = values["title"].replace(f"{values['year']}年", f"{year}年")
    values["year"] = year
    return str(draft)
