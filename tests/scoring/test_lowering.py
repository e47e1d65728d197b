"""What lowers the number of workshops and their jobs: by workshop, and by how many."""

from datetime import date

from fictional.one_of_everything import OWN, TODAY, add_person
from labor.models import Employment
from scoring.catalogue import rubric_of
from scoring.duties import EVERYWHERE
from scoring.tallies import Scope
from workshops.models import Workshop

BEFORE = date(2023, 3, 31)
TOTAL, JOBS = (rubric_of(2023).scored_by(name)[0].rule for name in ("workshop_total", "workshop_jobs"))


def workshop(code):
    return Workshop.objects.create(code=code, name=code, village_id=OWN, kind="home", certified_on=date(2022, 1, 1))


def worker(town, order, where, **person):
    somebody = add_person(OWN, order, f"工{order}", household=town.household, **person)
    common = {"employer": where.name, "workplace": "城步", "channel": "workshop", "workshop": where}
    return Employment.objects.create(person=somebody, started_on=date(2023, 1, 5), **common)


def lowered(rule=JOBS):
    rows = rule.lowering(Scope(EVERYWHERE, BEFORE), Scope(EVERYWHERE, TODAY))
    return {row.code: row.lowers_by for row in rows}


def test_each_workshop_loses_its_own_workers(small_town):
    first, second = workshop("CJ11"), workshop("CJ12")
    jobs = [worker(small_town, order, where) for order, where in ((61, first), (62, second), (63, second))]
    worker(small_town, 64, first)
    assert lowered() == {}
    Employment.objects.filter(pk__in=[job.pk for job in jobs]).update(ended_on=date(2023, 5, 2))
    assert lowered() == {"CJ11": 1, "CJ12": 2}


def test_who_goes_on_working_but_leaves_the_register_is_lost_among_labor_out_of_poverty(small_town):
    worker(small_town, 61, workshop("CJ11"), left_on=date(2023, 5, 2), leaving_reason="migrated")
    assert lowered() == {"CJ11": 1}


def test_each_workshop_that_stops_is_one_less(small_town):
    Workshop.objects.filter(pk=workshop("CJ11").pk).update(stopped_on=date(2023, 5, 2))
    assert lowered(TOTAL) == {"CJ11": 1}
