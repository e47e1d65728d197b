"""A town whose ledger and a list of its workers differ in every way, and what somebody of its office does about it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from time_machine import travel

from accounts.models import User
from core.personal_data.identity import check_digit
from ledger.models import ComparedLine, ImportJob
from tests.exchanged import sent
from tests.ledger.builders import OWN_TOWN, PERSON, TOWN, VILLAGE, person
from tests.ledger.conftest import imported, neighbour, staff, workbook, worked  # noqa: F401
from tests.rosters.test_importing import HEADER, JOBS, SECOND, job

SECOND_VILLAGE = "430529104205"
VILLAGES = [*TOWN["村社区"], [SECOND_VILLAGE, "独树村", "是"]]
LIST = "务工20230930.csv"


def number(place):
    """The identity number of somebody, told from others by a place."""
    stem = f"43059919850505{place:03}"
    return stem + check_digit(stem)


THIRD, FOURTH = number(101), number(102)


@pytest.fixture
def town(imported):  # noqa: F811
    """Four people in two villages, three of whom work; known since before the lists."""
    with travel("2023-01-10", tick=False):
        people = [
            *OWN_TOWN["劳动力"], person(SECOND, "试二"), person(THIRD, "试三", SECOND_VILLAGE, ""),
            person(FOURTH, "试四", SECOND_VILLAGE, ""),
        ]  # fmt: skip
        jobs = [
            [*JOBS, "月收入"],
            [PERSON, "2023-02-10", "某电子厂", "", "省外务工", "广东省东莞市", "4000"],
            [SECOND, "2022-02-10", "某旧厂", "", "省外务工", "广东省东莞市", "3000"],
            [THIRD, "2023-02-10", "某纸厂", "", "省外务工", "广东省东莞市", "3500"],
        ]
        return imported({**OWN_TOWN, "村社区": VILLAGES, "劳动力": people, "就业记录": jobs})


@pytest.fixture
def page(client, staff, town):  # noqa: F811
    """The client of somebody of the town's office."""
    client.force_login(staff)
    return client


@pytest.fixture
def clerk(divisions):
    """The clerk of the first village."""
    return someone("clerk", User.Role.CLERK, VILLAGE)


def someone(name, role, place):
    user = User.objects.create_user(name, role=role)
    user.divisions.set([place])
    return user


#: Otherwise paid, gone on elsewhere, working unknown to us; of the third the list knows nothing.
ROWS = (
    job(wage="4800"),
    job("试二", SECOND, "2023-06-01", "某鞋厂", wage="3600"),
    job("试四", FOURTH, "2023-03-01", "某五金厂", village="独树村"),
)


def compared(client, *rows, header=HEADER, name=LIST):
    """Upload a list to be compared, and let a worker do its part; the comparison as it then is."""
    content = "\n".join([header, *(rows or ROWS)]).encode()
    client.post(reverse("ledger:compare"), sent(file=SimpleUploadedFile(name, content)))
    return worked(ImportJob.objects.filter(mode="compare").first())


def line_of(job, **which):
    return ComparedLine.objects.get(job=job, **which)


def address(name, of, *more):
    return reverse(f"ledger:{name}", args=[of.public_id, *more])
