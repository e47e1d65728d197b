"""A list is held beside the ledger on its page: three groups, by village, old and new side by side, nothing written."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from labor.models import Employment
from ledger import tasks
from ledger.comparisons import keeping
from ledger.models import ComparedLine, ImportJob
from tests.comparisons.conftest import FOURTH, ROWS, SECOND_VILLAGE, THIRD, address, compared, line_of
from tests.exchanged import sent, words
from tests.ledger.builders import OTHER_TOWN_VILLAGE, PERSON, VILLAGE
from tests.ledger.conftest import neighbour, worked  # noqa: F401
from tests.rosters.test_importing import SECOND, job

pytestmark = pytest.mark.django_db


def told(job):
    return {(line.colour, line.column, line.name) for line in ComparedLine.objects.filter(job=job)}


def test_each_difference_is_one_line_of_its_colour(page):
    found = compared(page)
    assert (found.outcome, Employment.objects.count()) == ("compared", 3)
    assert told(found) == {
        ("different", "月收入", "试一"),
        ("only_there", "", "试二"),  # the list tells a new job,
        ("only_here", "", "试二"),  # and the ledger the old one
        ("only_here", "", "试三"),
        ("only_there", "", "试四"),
    }
    shown = words(page.get(found.get_absolute_url()))
    assert "只在名单 2 ，只在台账 2 ，内容不同 1 。还有 5 处要决定" in shown, shown[400:]
    assert re.search(r"内容不同：就业记录·月收入 2023-02-10 某电子厂 4000 4800 待决定", shown)


def test_the_numbers_of_villages_are_those_of_their_rows_counted_by_hand(page):
    """Counted anew from what was written into the file and the ledger, not from what the program made of it."""
    known = {(PERSON, "某电子厂"), (SECOND, "某旧厂"), (THIRD, "某纸厂")}
    listed = {(PERSON, "某电子厂"), (SECOND, "某鞋厂"), (FOURTH, "某五金厂")}
    village = {PERSON: VILLAGE, SECOND: VILLAGE, THIRD: SECOND_VILLAGE, FOURTH: SECOND_VILLAGE}
    expected = Counter(("only_there", village[who]) for who, _ in listed - known)
    expected += Counter(("only_here", village[who]) for who, _ in known - listed)
    expected["different", VILLAGE] += 1
    found = compared(page)
    shown = page.get(found.get_absolute_url())
    counts = {
        (colour.value, each.code): n for each in shown.context["overview"].villages for colour, n in each.told if n
    }
    assert counts == expected
    for (colour, code), n in expected.items():
        rows = page.get(found.get_absolute_url(), {"colour": colour, "village": code})
        assert rows.context["table"].paginator.count == n


def test_it_is_narrowed_down_by_content(page):
    found = compared(page)
    shown = page.get(found.get_absolute_url(), {"what": "就业记录·月收入"})
    assert shown.context["table"].paginator.count == 1
    assert page.get(found.get_absolute_url(), {"what": "就业记录"}).context["table"].paginator.count == 5


def test_a_line_leads_to_the_page_of_its_person(page):
    found = compared(page)
    line = line_of(found, colour="different")
    assert line.person.get_absolute_url() in page.get(found.get_absolute_url()).content.decode()
    assert "试一" in words(page.get(line.get_absolute_url()))


def test_no_number_stands_whole_on_its_pages_or_where_lines_are_kept(page):
    found = compared(page)
    told = "".join(str(list(row)) for row in ComparedLine.objects.values_list())
    shown = page.get(found.get_absolute_url()).content.decode()
    for line in found.compared.all():
        shown += page.get(line.get_absolute_url()).content.decode()
    assert not [number for number in (PERSON, SECOND, THIRD, FOURTH) if number in shown + told]


def test_a_line_of_another_town_or_comparison_is_not_found(page, client, neighbour):  # noqa: F811
    found = compared(page)
    client.force_login(neighbour)
    assert client.get(found.get_absolute_url()).status_code == 404
    assert client.get(line_of(found, colour="different").get_absolute_url()).status_code == 404
    assert client.post(address("cancel", found)).status_code == 404


def test_an_office_of_several_towns_sees_and_decides_what_has_no_village(page, client, staff, neighbour):  # noqa: F811
    staff.divisions.add("430529103")
    found = compared(page, *ROWS, job("外来", "430599199003030046", "2023-03-01", "某厂"))
    line = line_of(found, name="外来")
    assert line.place == "430529"
    assert page.get(found.get_absolute_url()).context["table"].paginator.count == found.compared.count()
    opened = page.get(line.get_absolute_url())
    decided = sent(decision="keep", seen=opened.context["seen"])
    page.post(reverse("ledger:decide_line", args=[line.pk]), decided)
    line.refresh_from_db()
    assert line.decision == "keep"
    client.force_login(neighbour)  # of one of the towns
    assert client.get(line.get_absolute_url()).status_code == 404


def test_rows_of_another_town_make_no_line(page):
    other = job("外人", "430599199003030046", "2023-03-01", "某厂", village=OTHER_TOWN_VILLAGE)
    assert "外人" not in {line.name for line in compared(page, *ROWS, other).compared.all()}


def test_its_page_does_not_grow_with_the_list(page):
    queries, sizes = [], []
    for many in (60, 600):
        days = (date(2015, 1, 1) + timedelta(days=2 * number) for number in range(many))
        found = compared(page, *ROWS, *(job("试四", FOURTH, f"{day}", f"{day}厂", end=f"{day}") for day in days))
        assert found.compared.count() > many
        with CaptureQueriesContext(connection) as asked:
            answer = page.get(found.get_absolute_url())
        queries.append(len(asked))
        sizes.append(len(answer.content))
    assert queries[0] == queries[1]
    assert max(sizes) < 100_000


def test_a_list_that_fits_nothing_is_read_once_more_by_hand(page):
    found = compared(page, "1,2", header="甲,乙")
    assert found.outcome == "unreadable"
    shown = words(page.get(found.get_absolute_url()))
    assert "没有认出是哪一种名册" in shown


def test_cancelled_while_it_waits_it_is_never_compared(page):

    page.post(reverse("ledger:compare"), sent(file=SimpleUploadedFile("务工.csv", "\n".join(ROWS).encode())))
    waiting = ImportJob.objects.get(mode="compare")
    assert "取消" in words(page.get(waiting.get_absolute_url()))
    page.post(address("cancel", waiting))
    tasks.import_file(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.message, waiting.compared.count()) == ("failed", "提交人取消了", 0)


def test_cancelled_while_a_worker_is_at_it_nothing_is_kept(page, monkeypatch):
    kept = keeping.keep_lines
    job = compared(page)
    job.compared.all().delete()

    def cancelled_meanwhile(of, found):
        assert ImportJob.objects.get(pk=of.pk).cancel()
        kept(of, found)

    monkeypatch.setattr("ledger.rosters.uploads.keep_lines", cancelled_meanwhile)
    job.enqueue()
    worked(job)
    assert ComparedLine.objects.filter(job=job).count() == 0


def test_compared_again_it_tells_the_same(page):
    first, second = compared(page), compared(page)
    assert told(first) == told(second)
    assert not worked(second.enqueue()).compared.exclude(decision="").exists()
