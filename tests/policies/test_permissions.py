"""A permission is named in one place, on the floor it belongs to; everybody else imports its name."""

import ast
from functools import cache

import pytest
from rules.permissions import permissions

from tests.once import once
from tests.policies.test_layers import known, strings

pytestmark = once

#: Where the permissions of an app are named; core knows no roles, so accounts say who has its permissions. The rules of
#: the score are those by which it is counted.
PLACES = {"core": "core.permissions", "scoring": "scoring.editions.rules"}


@cache
def texts() -> dict[str, set[str]]:
    """The strings in each module."""
    return {name: set(strings(ast.parse(path.read_text("utf-8")))) for name, path in known().items()}


@pytest.mark.parametrize("permission", sorted(permissions))
def test_a_permission_is_named_in_the_rules_of_its_app(permission):
    app = permission.partition(".")[0]
    naming = {name for name, said in texts().items() if permission in said}
    assert naming == {PLACES.get(app, f"{app}.rules")}
