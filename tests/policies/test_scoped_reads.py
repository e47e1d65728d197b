"""Pages read scoped models through `.visible_to(user)` only, found by walking their syntax trees."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.urls import URLPattern, get_resolver

from core.views import ScopedMixin

#: The modules of an app that make its pages.
PAGES = (
    "views",
    "tables",
    "filters",
    "forms",
    "panels",
    "timeline",
    "summary",
    "search",
    "board",
    "drilldown",
    "lines",
)
MANAGERS = frozenset({"objects", "with_voided", "history", "_default_manager", "_base_manager"})
SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404"})


def page_modules():
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if folder.parent == settings.BASE_DIR:
            for path in (*sorted(folder.glob("*.py")), *sorted(folder.glob("*/*.py"))):
                if path.stem.startswith(PAGES):
                    yield ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)


def unscoped_reads(source, names):
    """Lines that read a scoped model for anybody; `names` are what the names in the module stand for."""
    tree = ast.parse(source)
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(tree):
        if (isinstance(node, ast.Attribute) and node.attr in MANAGERS and may_be_scoped(node.value, names)) and not (
            is_scoped_later(node, parents) or is_scoped_by_its_view(node, parents, names)
        ):
            yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHORTCUTS and is_model(node.args[0], names):
            yield node.lineno


def may_be_scoped(node, names):
    """A model with a division path, or a name that may stand for one."""
    known = names.get(node.id) if isinstance(node, ast.Name) else None
    return not (isinstance(known, type) and issubclass(known, Model)) or hasattr(known, "division_path")


def is_model(node, names):
    known = names.get(getattr(node, "id", ""))
    return isinstance(known, type) and issubclass(known, Model) and hasattr(known, "division_path")


def is_scoped_later(node, parents):
    """`.visible_to(` follows in the same chain."""
    while isinstance(parents.get(node), ast.Attribute | ast.Call):
        node = parents[node]
        if isinstance(node, ast.Attribute) and node.attr == "visible_to":
            return True
    return False


def is_scoped_by_its_view(node, parents, names):
    """The queryset of a class that narrows it down to the user's divisions."""
    while node in parents and not isinstance(node, ast.ClassDef | ast.FunctionDef):
        node = parents[node]
    view = names.get(node.name) if isinstance(node, ast.ClassDef) else None
    return isinstance(view, type) and issubclass(view, ScopedMixin)


@pytest.mark.parametrize("module", list(page_modules()))
def test_a_page_reads_nothing_unscoped(module):
    imported = import_module(module)
    lines = list(unscoped_reads(Path(imported.__file__).read_text(encoding="utf-8"), vars(imported)))
    assert not lines, f"{module}: lines {lines} read a scoped model without .visible_to("


def views(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield getattr(pattern.callback, "view_class", object)
        else:
            yield from views(pattern)


def test_a_view_of_a_scoped_model_is_a_scoped_view():
    of_scoped = [view for view in views() if hasattr(getattr(view, "model", None), "division_path")]
    assert of_scoped
    assert [view for view in of_scoped if not issubclass(view, ScopedMixin)] == []


NAMES = {name: model for model in apps.get_models() for name in [model.__name__]}


@pytest.mark.parametrize(
    "source",
    [
        "Person.objects.filter(name='x')",
        "Person.with_voided.get(pk=1)",
        "model.objects.all()",
        "get_object_or_404(Person, pk=1)",
        "def f(user):\n    people = Person.objects.all()\n    return people.visible_to(user)",
        "class View:\n    queryset = Person.objects.all()",
    ],
)
def test_the_walk_finds_an_unscoped_read(source):
    assert list(unscoped_reads(source, NAMES))


@pytest.mark.parametrize(
    "source",
    ["Person.objects.on_register(day).visible_to(user).first()", "AuditEvent.objects.count()", "Person.Capacity"],
)
def test_the_walk_leaves_others_alone(source):
    assert not list(unscoped_reads(source, NAMES))
