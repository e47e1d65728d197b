"""docs/glossary.md is complete and true: every term has its identifier, and every identifier exists."""

import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Choices, Model

from scoring.catalogue import rubric_of, rubric_years
from tests.once import once

pytestmark = once

PATH = Path(settings.BASE_DIR) / "docs" / "glossary.md"
OURS = {config.label for config in apps.get_app_configs() if Path(config.path).parent == Path(settings.BASE_DIR)}
COLUMNS = re.compile(r"\| (.+?) \| `([\w.]+)` \| (.*) ?\|")


class Row(NamedTuple):
    term: str
    identifier: str
    meaning: str


def rows():
    lines = PATH.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("|") and "`" in line]
    return [Row(*COLUMNS.fullmatch(line).groups()) for line in table]


ROWS = rows()


def models():
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "history_object") and not model._meta.auto_created
    ]


def modules():
    for app in sorted(OURS):
        for found in pkgutil.walk_packages([str(settings.BASE_DIR / app)], f"{app}."):
            if ".migrations." not in found.name and not found.name.endswith(".wsgi"):  # that one begins to serve
                yield import_module(found.name)


def choices():
    """Every code table of ours, with its identifier."""
    found = {
        value
        for module in modules()
        for owner in (module, *(value for value in vars(module).values() if inspect.isclass(value)))
        for value in list(vars(owner).values())
        if inspect.isclass(value) and issubclass(value, Choices) and value.__module__.partition(".")[0] in OURS
    }
    return dict(sorted((identifier(value), value) for value in found))


def identifier(table):
    """A model's code table is named by its model: labor.Person.Capacity."""
    owners = [model._meta.label for model in models() if vars(model).get(table.__name__) is table]
    return f"{owners[0]}.{table.__name__}" if owners else f"{table.__module__}.{table.__qualname__}"


def resolve(path):
    """What an identifier names; an error when there is no such thing."""
    parts = path.split(".")
    if parts[1:] and parts[1][0].isupper() and parts[1].lower() in apps.all_models.get(parts[0], {}):
        return _inside(apps.get_model(parts[0], parts[1]), parts[2:])
    for length in range(len(parts), 0, -1):
        try:
            return _inside(import_module(".".join(parts[:length])), parts[length:])
        except ModuleNotFoundError:
            continue
    raise LookupError(path)


def _inside(thing, names):
    for name in names:
        is_model = inspect.isclass(thing) and issubclass(thing, Model)
        fields = {field.name: field for field in thing._meta.get_fields()} if is_model else {}
        declared = getattr(thing, "__annotations__", {})
        thing = fields.get(name) or getattr(thing, name, None) or declared[name]
    return thing


def test_no_row_stands_twice():
    assert len({row.identifier for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.identifier)
def test_every_identifier_exists(row):
    assert resolve(row.identifier) is not None


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_every_model_is_there_under_its_chinese_name(model):
    assert (model._meta.verbose_name, model._meta.label) in {row[:2] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.identifier)
def test_a_field_is_there_under_its_chinese_name(row):
    label, _, name = row.identifier.rpartition(".")
    fields = {(model._meta.label, field.name): field for model in models() for field in model._meta.fields}
    field = fields.get((label, name))
    assert field is None or field.verbose_name == row.term


@pytest.mark.parametrize(("name", "codes"), choices().items(), ids=choices())
def test_every_code_table_is_there_with_its_values_and_labels(name, codes):
    listed = {row.identifier: row.meaning for row in ROWS}[name]
    assert listed.startswith(" · ".join(f"`{value}` {label}" for value, label in codes.choices))


#: Every rule by the sub-item that it scored first.
FIRST_SCORED = {
    sub_item.rule.name: sub_item for year in reversed(rubric_years()) for sub_item in rubric_of(year).sub_items
}


@pytest.mark.parametrize("sub_item", FIRST_SCORED.values(), ids=FIRST_SCORED)
def test_every_rule_is_there_with_the_sub_item_that_it_scored_first(sub_item):
    rule = type(sub_item.rule)
    assert (f"{sub_item.code} {sub_item.title}", f"{rule.__module__}.{rule.__qualname__}") in {row[:2] for row in ROWS}
