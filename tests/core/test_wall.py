"""In a web request a scoped model is read for a user or for a reason; whatever is not bounded raises."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import User
from core.actor import acting_as
from core.middleware import WallMiddleware
from core.models import AuditEvent
from core.scoping import ScopedQuerySet
from core.wall import UnscopedRead, everywhere, walled
from fictional.one_of_everything import FAR, NEXT, OWN, TOWN
from labor.models import Employment, FollowUp, Person, PublicBenefitPost
from tests.small_town import add_users
from workshops.models import Workshop


@pytest.fixture
def people(small_town):
    """Everybody of the small town, while its staff looks at a page."""
    staff = add_users()["staff"]
    with acting_as(staff), walled():
        yield small_town.people


@pytest.fixture
def staff(people):
    return User.objects.get(username="staff")


READS = {
    "iterated": list,
    "counted": lambda rows: rows.count(),
    "asked for": lambda rows: rows.exists(),
    "contained": lambda rows: rows.contains(Person(pk=1)),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "got": lambda rows: rows.get(name="石小军"),
    "in bulk": lambda rows: rows.in_bulk(),
    "streamed": lambda rows: list(rows.iterator()),
    "as values": lambda rows: list(rows.values("name")),
    "as a list of values": lambda rows: list(rows.values_list("name", flat=True)),
    "by dates": lambda rows: list(rows.dates("joined_on", "year")),
    "aggregated": lambda rows: rows.aggregate(number=Count("pk")),
    "aggregated in groups": lambda rows: rows.values("village").annotate(number=Count("pk")).aggregate(all=Count("pk")),
    "sliced": lambda rows: rows[0],
    "ordered": lambda rows: rows.latest("joined_on"),
    "explained": lambda rows: rows.explain(),
    "printed as SQL": lambda rows: rows.query.sql_with_params(),
    "raw": lambda rows: rows.raw("SELECT * FROM labor_person"),
    "updated": lambda rows: rows.update(name="某人"),
    "updated in bulk": lambda rows: rows.bulk_update([Person(pk=1, name="某人")], ["name"]),
    "deleted": lambda rows: rows.filter(pk=-1).delete(),
    "got or created": lambda rows: rows.get_or_create(name="石小军"),
    "locked": lambda rows: rows.select_for_update().get(name="石小军"),
}


@pytest.mark.parametrize("way", READS)
def test_rows_that_nothing_bounds_are_not_read(people, way):
    for rows in (Person.objects.all(), Person.with_voided.all()):
        with pytest.raises(UnscopedRead, match=r"labor\.Person.*tests/core/test_wall\.py:\d+"):
            READS[way](rows)


@pytest.mark.parametrize("way", READS)
def test_rows_of_a_user_and_rows_for_a_reason_are_read(people, staff, way):
    READS[way](Person.objects.visible_to(staff))
    READS[way](Person.objects.everywhere("both towns' people are looked at").within(TOWN))
    with everywhere("both towns' people are looked at"):
        READS[way](Person.objects.all())


def test_it_is_told_how_many_rows_are_deleted(people, staff):
    assert Person.objects.visible_to(staff).filter(pk=-1).delete() == (0, {})


def test_without_a_request_everything_is_read(small_town):
    assert Person.objects.count() == 3


def test_every_request_stands_behind_the_wall(small_town):
    def view(request):
        return HttpResponse(Person.objects.count())

    with pytest.raises(UnscopedRead):
        WallMiddleware(view)(RequestFactory().get("/"))
    assert Person.objects.count() == 3  # and down it is again


def test_nobody_reads_everything_without_a_reason(people):
    for reason in ("", "  "):
        with pytest.raises(ValueError, match="reason"), everywhere(reason):
            pass
        with pytest.raises(ValueError, match="reason"):
            Person.objects.everywhere(reason)


# --- parts of other queries ---


def test_both_sides_of_either_or_are_bounded(people, staff):
    seen, all_ = Person.objects.visible_to(staff), Person.objects.all()
    for rows in (seen | all_, all_ | seen, seen ^ all_, seen.union(all_), all_.union(seen), seen.difference(all_)):
        with pytest.raises(UnscopedRead):
            list(rows)
    assert {each.village_id for each in seen & all_} == {each.village_id for each in all_ & seen} == {OWN, NEXT}
    one, other = (seen.filter(village=village).order_by() for village in (OWN, NEXT))
    assert len(one.union(other)) == len(one.union(one, all=True)) == 2


def test_a_question_about_visible_rows_may_look_anywhere(people, staff):
    jobs = Employment.objects.filter(person=OuterRef("pk"))
    assert Person.objects.visible_to(staff).filter(Exists(jobs)).count() == 2
    assert Person.objects.visible_to(staff).filter(pk__in=Employment.objects.values("person")).count() == 2
    assert Person.objects.visible_to(staff).exclude(employments__employer="白水头车间").count() == 0


def test_inside_a_query_of_what_is_not_scoped_rows_are_bounded(people, staff):
    for rows in (
        AuditEvent.objects.filter(pk__in=Person.objects.values("pk")),
        AuditEvent.objects.filter(Exists(Person.objects.filter(pk=OuterRef("pk")))),
        AuditEvent.objects.annotate(people=Person.objects.values("village").annotate(n=Count("pk")).values("n")[:1]),
        AuditEvent.objects.filter(
            pk__in=Person.objects.filter(pk__in=Employment.objects.visible_to(staff).values("person"))
        ),
        Person._base_manager.filter(pk__in=Person.objects.values("pk")),
    ):
        with pytest.raises(UnscopedRead):
            list(rows)
    assert list(AuditEvent.objects.filter(pk__in=Person.objects.visible_to(staff).values("pk"))) == []


def test_nothing_is_nobodys(people):
    assert list(Person.objects.none()) == []
    assert Person.objects.none().count() == 0


# --- rows reached from rows in memory ---


def test_what_belongs_to_somebody_visible_is_theirs_by_every_way_that_leads_there(people, staff):
    person = Person.objects.visible_to(staff).get(village=OWN)
    assert person.employments.count() == 1
    assert person.employments(manager="with_voided").count() == 1
    assert Employment.objects.filter(person=person).count() == 1
    assert Employment.objects.filter(person__in=[person]).exclude(employer="").count() == 1
    assert Employment.objects.filter(person__in=Person.objects.visible_to(staff)).count() == 2
    assert FollowUp.objects.filter(employment__in=person.employments.all()).count() == 0
    assert Person.objects.filter(village=person.village).count() == 1


def test_what_belongs_to_somebody_else_is_not(people):
    stranger = people[FAR]
    for rows in (
        stranger.employments.all(),
        Employment.objects.filter(person=stranger),
        Employment.objects.filter(person__in=list(people.values())),
        Employment.objects.filter(person__in=Person.objects.all()),
        Employment.objects.filter(person=people[OWN].pk),  # a number does not say whose it is
        Employment.objects.exclude(person=people[OWN]),
        Person.objects.filter(village=stranger.village),
    ):
        with pytest.raises(UnscopedRead):
            list(rows)


def test_a_relation_that_leaves_the_division_is_looked_through_for_a_user_only(people, staff):
    """People of other villages work in a workshop; somebody's post may be in another village."""
    workshop = Workshop.objects.visible_to(staff).get()
    for rows in (workshop.employments.all(), people[OWN].public_benefit_posts.all()):
        with pytest.raises(UnscopedRead):
            list(rows)
    assert workshop.employments.visible_to(staff).count() == 2
    assert not PublicBenefitPost.objects.filter(person=people[OWN]).visible_to(staff)


def test_a_row_leads_to_what_it_names_and_its_village_bounds_what_is_read_from_there(people, staff):
    """Whose division is not in memory is not asked for: that would cost a query more."""
    job = Employment.objects.visible_to(staff).filter(person=people[OWN]).get()
    assert job.workshop.name == "白水头车间"
    assert job.person.employments.count() == 1
    job = Employment.objects.visible_to(staff).first()
    with pytest.raises(UnscopedRead):
        list(job.follow_ups.all())
    assert list(Employment.objects.visible_to(staff).select_related("person").first().follow_ups.all()) == []


def test_rows_read_along_are_those_of_visible_rows(people, staff):
    jobs = Prefetch("employments", Employment.objects.order_by("pk"), to_attr="jobs")
    for along in ("employments", jobs):
        rows = Person.objects.visible_to(staff).prefetch_related(along)
        assert {each.village_id for each in rows} == {OWN, NEXT}
        with pytest.raises(UnscopedRead):
            prefetch_related_objects(list(people.values()), along)


def test_rows_read_along_a_relation_that_leaves_the_division_are_not(people, staff):
    with pytest.raises(UnscopedRead):
        list(Workshop.objects.visible_to(staff).prefetch_related("employments"))


def test_who_is_not_signed_in_reaches_nothing(people):
    with acting_as(AnonymousUser()), pytest.raises(UnscopedRead):
        list(people[OWN].employments.all())


def test_the_wall_costs_no_query(people, staff, django_assert_num_queries):
    codes = staff.division_codes
    with django_assert_num_queries(1), acting_as(staff):
        assert codes
        list(Employment.objects.filter(person=people[OWN]))


# --- which models ---


def test_every_manager_of_a_scoped_model_stands_behind_the_wall():
    scoped = [model for model in apps.get_models() if hasattr(model, "division_path")]
    assert len(scoped) > 40
    assert [
        (model, manager.name)
        for model in scoped
        for manager in model._meta.managers
        if not isinstance(manager.get_queryset(), ScopedQuerySet)
    ] == []


def test_every_record_that_names_a_place_or_a_record_of_one_is_scoped():
    """By a foreign key, from one model to the next; what nobody has put under a division is named here."""
    scoped = {model for model in apps.get_models() if hasattr(model, "division_path")}
    of_project = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    lacking = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in of_project
        and model not in scoped
        and not hasattr(model, "instance_type")
        and any(
            field.is_relation and field.many_to_one and field.related_model in scoped for field in model._meta.fields
        )
    }
    found_through_others = {"core.Installation", "core.WrittenRow", "labor.PersonAlias"}
    assert lacking == found_through_others | {"ledger.RefusedCell", "ledger.RosterReading", "ledger.StoredEffect"}
