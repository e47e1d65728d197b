import pytest

from tests.reminders.arranged import arrange


@pytest.fixture
def arranged(db):
    arrange()
