"""Many at once: an action on thousands of records, a long list taken along, and every filter of every register."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any
from uuid import uuid4

import xlsxwriter
from django.db import transaction

from bench import registers
from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, seconds
from bench.visitor import visitor
from fictional.scale.town import HOME_PEOPLE

PEOPLE, ROWS, RECORDS, COLUMNS = 240_000, 20_000, 5_000, 25
BEST_OF = 5
ENDED_ON = date(2023, 12, 30)
TARGETS = {"many.action": 3, "many.export": 1.5, "many.filter": registers.TARGET}
#: An address is asked so often with a filter; there are some hundreds of them.
TURNS = 5


def action_step() -> Answer:
    """End thousands of jobs in the list, against writing the same rows and their history and nothing else.

    So many are handed to a worker: what is measured ends when it has written them.
    """
    from core.models import Selection
    from labor.employment.registers import EmploymentRegister

    client = visitor()
    rows = EmploymentRegister.rows().filter(ended_on=None, started_on__lt=ENDED_ON)
    records = list(rows.order_by("pk")[:RECORDS])
    names = [str(record.pk) for record in records]
    chosen = {"user_id": client.session["_auth_user_id"], "register": EmploymentRegister.route()}

    def tick() -> None:
        Selection.objects.update_or_create(**chosen, defaults={"names": names})

    taken, floors, queries = [], [], 0
    for _ in range(BEST_OF):
        tick()
        time, queries = _taken_back(partial(counted, partial(seconds, partial(_act, client))))
        taken.append(time)
        floors.append(_taken_back(partial(seconds, partial(_write, records))))
    return {"queries": queries, "seconds": min(taken), "floor_seconds": min(floors), "rows": len(records)}


def _act(client: Any) -> None:
    from django.test import override_settings

    from core.models import ActionOnMany
    from core.tasks import act_on_many
    from labor.employment.registers import EmploymentRegister

    answer = client.post(_address(EmploymentRegister), {**SENT, "token": str(uuid4())})
    if answer.status_code != 302:
        raise RuntimeError(f"{answer.status_code}: {answer.context['form'].errors}")
    job = ActionOnMany.objects.open().get()
    with override_settings(JOB_HEARTBEAT=3600):  # a heartbeat would wait for what is taken back afterwards
        act_on_many(job.pk)
    job.refresh_from_db()
    if job.state != job.State.DONE:
        raise RuntimeError(job.message)


SENT = {"ended_on": str(ENDED_ON), "change_reason": "合同到期", "confirmed": "1"}


def _address(register: Any) -> str:
    from django.urls import reverse

    return reverse(register.route("many"), kwargs={"action": "end"})


def _taken_back(act: Callable[[], Any]) -> Any:
    """What it answers, in a transaction that is rolled back: the next turn has the same to do."""
    with transaction.atomic():
        answer = act()
        transaction.set_rollback(True)
    return answer


def _write(records: list[Any]) -> None:
    """The floor: the library's own bulk update with history."""
    from simple_history.utils import bulk_update_with_history

    for record in records:
        record.ended_on = ENDED_ON
    bulk_update_with_history(records, type(records[0]), ["ended_on"], batch_size=500)


def export_step() -> Answer:
    """Take a list along with so many columns, against xlsxwriter writing the same cells from memory.

    No register has so many of its own: some stand there twice.
    """
    from core.exports.taking import Taking
    from core.exports.workbook import write

    view = _list_of_jobs()
    taking = Taking(view.table, "就业记录", [], (view.offered * 2)[:COLUMNS])
    heads, rows = taking.heads, list(islice(taking.listing.rows, ROWS))
    turns = [
        (seconds(lambda: write(BytesIO(), taking.listing)), seconds(partial(_write_cells, heads, rows)))
        for _ in range(BEST_OF)
    ]
    taken, floors = zip(*turns, strict=True)
    _, queries = counted(lambda: write(BytesIO(), taking.listing))
    size = {"rows": taking.rows, "columns": len(heads)}
    return {"queries": queries, "seconds": min(taken), "floor_seconds": min(floors), **size}


def _list_of_jobs() -> Any:
    """The page that takes along all jobs, as a member of the staff has it."""
    from django.test import RequestFactory
    from django.urls import resolve, reverse

    from accounts.models import User
    from labor.employment.registers import EmploymentRegister

    visitor()
    address = reverse(EmploymentRegister.route("export"))
    request, match = RequestFactory().get(address), resolve(address)
    request.user, request.resolver_match = User.objects.get(username="bench"), match
    view = match.func.view_class(**match.func.view_initkwargs)
    view.setup(request)
    view.asked.is_valid()
    return view


def _write_cells(heads: list[str], rows: list[list[Any]]) -> None:
    """The floor: the same cells with the same formats."""
    with xlsxwriter.Workbook(BytesIO(), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        text, day = (book.add_format({"num_format": form, "border": 1}) for form in ("@", "yyyy-mm-dd"))
        sheet.write_row(0, 0, heads, text)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value is None or value == "":
                    sheet.write_blank(number, column, None, text)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value, text)
                else:
                    sheet.write_number(number, column, value, text)


def filters_step() -> Answer:
    """Every list of a register that has rows, with each of its filters set in turn."""
    return registers.timed(*_filtered_lists(), turns=TURNS)


def _filtered_lists() -> tuple[Callable[[str], Any], dict[str, str]]:
    from django.urls import reverse

    from accounts.models import User
    from core.registers import declared
    from core.registers.narrowing import filter_of

    client, addresses = visitor(), {}
    user = User.objects.get(username="bench")
    for register in declared:
        if register.rows().exists():
            chosen = filter_of(register)({}, user=user, on=ENDED_ON, today=ENDED_ON)
            for name, query in _queries(chosen):
                addresses[f"{register.route()} {name}"] = f"{reverse(register.route('list'))}?{query}"
    return client.get, addresses


def _queries(chosen: Any) -> Iterator[tuple[str, str]]:
    """Each filter with the first of its options; a span from a value that rows have."""
    for shown in chosen.shown:
        if options := [value for value, _, is_set in shown.options if value and not is_set]:
            yield shown.name, f"{shown.name}={options[0]}"
    for span in chosen.shown_spans:
        first = "2023-01-01" if span.span.is_day else "1"
        yield span.span.name, f"{span.keys[0]}={first}"


def lines(server: Server, options: Options) -> Iterator[Line]:
    """One line each for an action and an export; one for each filter of each register."""
    people = options.people or ROWS
    for name in ("many.action", "many.export"):
        if options.wants(name):
            answer = server.measured("many", people, 1, step=name.replace(".", "-"))
            ratio, note = answer["seconds"] / answer["floor_seconds"], f"{answer['rows']} rows"
            times = {key: answer[key] for key in ("queries", "seconds", "floor_seconds", "peak_mb")}
            yield Line(name, server.name, people, ratio, TARGETS[name], note=note, **times)
    if options.wants("many.filter"):
        yield from _filter_lines(server, options.people or PEOPLE)


def _filter_lines(server: Server, people: int) -> Iterator[Line]:
    sizes = ((HOME_PEOPLE, 1), (people, people * 12 // PEOPLE or 1))
    alone, among = (server.measured("many", size, towns, step="many-filter") for size, towns in sizes)
    for name, floor in alone["seconds"].items():
        ratio, queries = among["trivial"][name] / alone["trivial"][name], among["queries"][name]
        times = {"queries": queries, "seconds": among["seconds"][name], "floor_seconds": floor, "note": name}
        same = queries == alone["queries"][name]
        yield Line("many.filter", server.name, people, ratio, TARGETS["many.filter"], agreed=same, **times)
