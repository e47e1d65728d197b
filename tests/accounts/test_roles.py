"""What each role may do; where, follows from the divisions."""

import pytest

from accounts.models import User

Role = User.Role
MAY = {
    "core.see_names": {Role.CLERK, Role.STAFF, Role.ADMINISTRATOR},
    "core.reveal": {Role.CLERK, Role.STAFF, Role.ADMINISTRATOR},
    "ledger.exchange": {Role.STAFF, Role.ADMINISTRATOR},
    "ledger.oversee": {Role.ADMINISTRATOR},
    "accounts.manage": {Role.ADMINISTRATOR},
    "core.operate": {Role.ADMINISTRATOR},
    "core.read_trail": {Role.AUDITOR},
}


@pytest.mark.parametrize("permission", MAY)
@pytest.mark.parametrize("role", list(Role))
def test_a_permission_is_a_set_of_roles(db, permission, role):
    user = User.objects.create_user("somebody", role=role)
    assert user.has_perm(permission) == (role in MAY[permission])


@pytest.mark.parametrize("permission", MAY)
def test_an_account_that_was_closed_may_do_nothing(db, permission):
    assert not User.objects.create_user("gone", role=Role.ADMINISTRATOR, is_active=False).has_perm(permission)


def test_a_new_account_may_do_the_least():
    assert User().role == Role.CLERK


def test_a_new_account_sees_no_division(db):
    user = User.objects.create_user("new")
    assert user.division_codes == []
    assert user.division_names == "未分配区划"
