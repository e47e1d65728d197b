"""One village with one person in it, all made up."""

from datetime import date

import pytest

from accounts.models import User
from core.actor import acting_as
from core.models import Division, Village
from core.personal_data.identity import check_digit
from labor.models import Person

FIRST_17 = "43059919900101001"
ID_NUMBER = FIRST_17 + check_digit(FIRST_17)
PHONE = "15400000017"


@pytest.fixture
def revealing(request):
    """Somebody acts who may reveal numbers, and so sees their ends."""
    clerk = User(username="clerk", role=User.Role.CLERK)
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        clerk.save()
    with acting_as(clerk):
        yield


@pytest.fixture
def village(db):
    return Village.objects.create(code="430529104206", name="木瓜村")


@pytest.fixture
def person(village):
    return Person.objects.create(
        id_number=ID_NUMBER,
        name="曾小军",
        phone=PHONE,
        birth_date=date(1990, 1, 1),
        village=village,
        capacity=Person.Capacity.ORDINARY,
        joined_on=date(2021, 1, 1),
    )


@pytest.fixture
def places(db):
    """Two counties next to each other, towns and villages in both."""
    names = {
        "43": "湖南省",
        "4305": "邵阳市",
        "430528": "新宁县",
        "430528100": "金石镇",
        "430529": "城步苗族自治县",
        "430529104": "五团镇",
        "430529104206": "木瓜村",
        "430529104216": "金童山村",
        "430529106": "长安营镇",
        "430529106200": "邻村",
    }
    return Division.objects.bulk_create(Division(code=code, name=name, level=len(code)) for code, name in names.items())
