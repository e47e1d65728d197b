"""What is kept of a list that nobody could read holds no whole number of a person, not even in its headings."""

import pytest

from ledger.models import RosterColumn
from tests.ledger.builders import PERSON
from tests.ledger.conftest import imported, staff, workbook  # noqa: F401
from tests.rosters.test_importing import SECOND
from tests.rosters.test_pages import address, page, town, upload  # noqa: F401

pytestmark = pytest.mark.django_db
SPACED = f"{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}"


@pytest.mark.parametrize(("number", "phone"), [(SECOND, "15400001302"), (SPACED, "154-0000-1302")])
def test_a_list_without_a_header_row_shows_its_first_row_masked(page, number, phone):  # noqa: F811
    found = upload(page, f"试一,{PERSON},15400001303,某厂", header=f"试二,{number},{phone},某厂")
    page.get(address("columns", found))
    kept = " ".join(RosterColumn.objects.values_list("source", flat=True))
    assert "某厂" in kept
    assert number not in kept
    assert phone not in kept
