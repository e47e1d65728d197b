"""Where the program reads without `.visible_to(user)`, and why; and that taking the call out anywhere is noticed."""

import ast
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import manager
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts.models import LeadershipPost
from core.assessment import codes_of
from core.scoping import ScopedQuerySet
from core.views import ScopedMixin
from core.wall import UnscopedRead
from fictional.one_of_everything import OWN, TOWN, add_life, add_platform, add_programme, identity_number
from labor.models import Employer, SpotCheckRound
from platforms.models import Vacancy
from training.models import TrainingClass

SOURCES = [
    path
    for path in sorted(settings.BASE_DIR.glob("*/**/*.py"))
    if not path.relative_to(settings.BASE_DIR).parts[0].startswith((".", "tests", "bench", "fictional", "var"))
    and "migrations" not in path.parts
]


def uses():
    """Every call of `everywhere`, with the first argument where that is a text."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "everywhere" in (
                getattr(node.func, "attr", ""),
                getattr(node.func, "id", ""),
            ):
                told = node.args[0] if node.args else None
                yield str(path.relative_to(settings.BASE_DIR)), told.value if isinstance(told, ast.Constant) else None


REASONS = """
core/doubts/snapshot.py · compared with everything stored; each doubt is shown to who may see it
core/doubts/snapshot.py · values of rows that are read everywhere
doubts/actions.py · a doubt is exempted once, wherever it was
doubts/checking.py · rules compare everything that is stored; the doubts are those of one division
doubts/entry.py · what is odd about a record that the user keeps is odd whosever the other record is
doubts/entry.py · what is exempted is asked of nobody
doubts/entry_of_many.py · what is odd about a record that the user keeps is odd whosever the other record is
doubts/entry_of_many.py · what is exempted is asked of nobody
doubts/filters.py · of doubts that the user sees
doubts/keeping.py · of a record that was saved
doubts/keeping.py · the list is kept for all divisions; each doubt is shown to who may see it
doubts/keeping.py · what is odd about a record is odd whosever it is
doubts/keeping.py · what is odd about a record is odd whosever it is
doubts/noticed.py · each doubt is shown to who may see it
doubts/models/listed.py · of a doubt that is bounded
offers/actions.py · a fact that was found for the user
offers/actions.py · a fact that was found for the user
offers/counting.py · counted for a place, whoever looks
offers/pieces.py · put together only; it runs for a record that was found for the user
offers/jobs.py · of the person's own town
offers/models.py · a number of rows, and the highest
offers/payments.py · of payments that were found for the user
offers/payments.py · payments of households that the user sees
doubts/days_ahead.py · compared with everything stored; each doubt is shown to who may see it
accounts/leadership/loading.py · a position is taken, whoever asks
accounts/leadership/loading.py · it is the post's own
accounts/giving.py · the code list is public
accounts/giving.py · the code list is public
accounts/giving.py · what was given before is replaced, whoever gave it
accounts/models.py · they say what the user sees
administration/trail/lines.py · the code list is public
accounts/querysets.py · an account is found for its keeper
core/checks.py · what is odd about a record that the user keeps is odd whosever the other record is
core/checks.py · what is odd about a record that the user keeps is odd whosever the other record is
core/compiled.py · put together only; it runs for a record that was found for the user, or for a whole place
core/divisions.py · the code list is public
core/forms.py · the record names it
core/history.py · asks which tables a query would read, and reads none
core/jobs/watching.py · the operator looks after everybody's jobs
core/jobs/watching.py · the operator looks after everybody's jobs
core/jobs/watching.py · the operator looks after everybody's jobs
core/models/places.py · the code list is public
core/models/places.py · the code list is public
core/pages/brand.py · the town of the installation
core/pages/scores.py · the code list is public
core/records/events.py · the record that is changed was found for the user
core/records/events.py · the record that is changed was found for the user
core/records/events.py · what an event wrote is put back, wherever it is by now
core/registers/in_sets.py · the records that are changed were found for the user
core/records/dated.py · of records that were found for the user
core/records/noting.py · the record that is changed was found for the user
core/records/noting.py · the record that is changed was found for the user
core/records/noting.py · the record that is changed was found for the user
core/records/noting.py · the record that is changed was found for the user
core/records/noting.py · the record that is changed was found for the user
core/records/noting.py · the record that is changed was found for the user
core/pages/panels.py · how many more there are stands below
core/records/conflicts.py · the form's own record
core/records/entering.py · they were found for the user
core/records/links.py · a key is taken, whoever holds it
core/records/links.py · as it is stored
core/records/links.py · what a record names is its own affair
core/records/links.py · what names a record is told and follows, whosever it is
core/records/record.py · a key is taken, whoever holds it
core/records/record.py · a key is taken, whoever holds it
core/reference/county.py · the code list is public
core/reference/county.py · the code list is public
core/reference/county.py · the code list is public
core/reference/county.py · what needs a division may stand anywhere
core/records/voiding.py · a part goes and comes with its whole
core/records/voiding.py · what follows from an action is written wherever it belongs
core/records/voiding.py · what follows from an action is written wherever it belongs
core/records/voiding.py · what follows from an action is written wherever it belongs
core/records/voiding.py · what follows from an action is written wherever it belongs
labor/employers/models.py · a text means one employer in a town
labor/employers/models.py · a text means one employer in a town
labor/employers/models.py · a text means one employer in a town
labor/employers/naming.py · they are the town's
labor/employers/unjoined.py · of the employer's town
labor/employers/unjoined.py · the employer was found for the user
labor/employment/forms.py · they are the town's
labor/people/actions.py · found for the user
labor/people/actions.py · what names a record follows, whosever it is
labor/people/actions.py · what went over comes back, wherever it is by now
labor/people/id_numbers.py · a number is one person's in all towns
labor/people/events.py · a number is taken, whoever has it
labor/people/models.py · a household has one head, wherever that is
labor/people/models.py · whoever that is
labor/people/timeline.py · theirs, wherever it is
labor/placement/forms.py · they are the town's
labor/posts/attendance.py · the posts were found for the user
labor/sampling/actions.py · of people who were found for the user
labor/sampling/findings.py · who was drawn may be anybody's by now
labor/sampling/models.py · of rows that are bounded
labor/sampling/risks.py · of people who were found for the user
labor/verification/actions.py · found for the user
labor/verification/actions.py · found for the user
labor/verification/actions.py · what the user has just written
ledger/actions.py · it was found for the user
ledger/comparisons/actions.py · of the division of a job that the user sees
ledger/comparisons/actions.py · of lines that were found for the user, or of a record that was saved
ledger/comparisons/keeping.py · of the division of a job, which may lie above its uploader's own
ledger/comparisons/keeping.py · all lines of one comparison, which is read anew
ledger/comparisons/settling.py · a record that was saved, and the lines about it
ledger/comparisons/settling.py · the lines that villages have been asked about, after a file was written or taken back
ledger/comparisons/taking.py · those that were decided by whoever has them written
ledger/comparisons/taking.py · what follows from lines that were taken
ledger/comparisons/totals.py · of workshops of the importer's divisions, wherever their workers live
ledger/retention.py · what is past its time goes, whoever uploaded it
ledger/retention.py · what is past its time goes, wherever it is
ledger/actions.py · it was found for its user
ledger/official/sources/work.py · the code list is public
ledger/rosters/actions.py · of the division of a job of the user's, which may lie above their own
ledger/rosters/channels.py · the code list is public
ledger/rosters/made/actions.py · of the user's own office, which may lie above their divisions
ledger/rosters/made/actions.py · what is said of lists by a layout goes with it, wherever it was lent
ledger/rosters/made/known.py · the code list is public
ledger/rosters/made/known.py · what one town shares, all read by
ledger/rosters/made/views.py · of the user's office, which may lie above their divisions, or shared
ledger/rosters/models.py · of the very office whose import it is
ledger/rosters/people.py · whether a number is registered elsewhere is asked, and who it is, told to nobody
ledger/rosters/villages.py · the code list is public
ledger/rosters/villages.py · villages are named, and those elsewhere only left out
ledger/rosters/views.py · of the division of a job that the user may see
ledger/selection.py · only compared with what the user sees
ledger/undoing.py · rows that the user does not see are looked for, and refused
ledger/undoing.py · what the user may not open is left out where it is shown
oversight/organisation/models.py · whether a town has any, not which
oversight/policies/actions.py · nobody applies twice
oversight/policies/actions.py · nobody applies twice
oversight/policies/finding.py · a town's policies are for its villages
oversight/policies/finding.py · the subject's own
oversight/policies/finding.py · the subject's own
oversight/policies/querysets.py · a town's policies are for its villages
oversight/workforce/models.py · a village is measured by its town's, too
oversight/workforce/workshop_headcounts.py · a workshop is measured by what its town's workshops do
platforms/contributions.py · a town's are for the people of all its villages
platforms/recruitment/forms.py · it is the event's town
platforms/recruitment/forms.py · they are the town's
platforms/recruitment/matching.py · a town's are for the people of all its villages
platforms/recruitment/models.py · it is read again, voided or not
platforms/services/actions.py · found for the user
platforms/villages/accounts.py · an account's keeper may know whose it is
oversight/responsibility/actions.py · the town is the user's
oversight/responsibility/actions.py · the town is the user's
oversight/responsibility/actions.py · the rows are the user's
oversight/responsibility/matters.py · of all towns at once
oversight/responsibility/matters.py · of all towns at once
oversight/responsibility/matters.py · of all towns at once
oversight/responsibility/matters.py · who answers for it may know of it
platforms/villages/events.py · a code is taken, whoever has it
platforms/villages/events.py · an account's keeper may know whose it is
reminders/models/rules.py · what a county sets holds in its towns
reminders/upcoming.py · of all towns at once
reminders/urging.py · the villages were found for the user
scoring/actions.py · counted for a place, whoever looks
scoring/beginning/models.py · a village is measured by its town's, too
scoring/changes.py · counted for a place, whoever looks
scoring/editions/bases.py · counted for a town, whoever looks
scoring/editions/bases.py · counted for a town, whoever looks
scoring/handing/actions.py · ended for all towns at once
scoring/late_entries.py · counted for a place, whoever looks
scoring/levels.py · counted for a place, whoever looks
scoring/score.py · scored for a place, whoever looks
scoring/score.py · scored for a place, whoever looks
scoring/score.py · scored for a place, whoever looks
scoring/story/why.py · counted for a place, whoever looks
scoring/task_groups.py · counted for a place, whoever looks
scoring/targets.py · put together for any place; who looks gets the numbers of one
scoring/targets.py · the place's own
scoring/targets.py · the place's own
scoring/workforce.py · counted for a place, whoever looks
scoring/workforce.py · counted for a place, whoever looks
setup/account_steps.py · the administrator sets up their own town
setup/actions.py · the code list is public
setup/actions.py · the code list is public
setup/actions.py · whoever sets up has no divisions yet
setup/actions.py · whoever sets up has no divisions yet
setup/actions.py · whoever sets up has no divisions yet
setup/facts.py · whether a town has any, not which
setup/facts.py · whether a town has any, not which
setup/facts.py · whether a town has any, not which
setup/forms.py · the code list is public
setup/steps.py · whoever sets up has no divisions yet
setup/towns.py · the code list is public
setup/towns.py · the code list is public
setup/views.py · whoever sets up has no divisions yet
setup/views.py · whoever sets up has no divisions yet
setup/year_plan.py · the administrator sets up their own town
training/actions.py · a day is written down for the class as a whole
training/actions.py · found for the user
training/actions.py · nobody is enrolled twice
training/actions.py · those who are listed were found for the user
training/attendance.py · those who are listed were found for the user
training/forms.py · of an enrolment found for the user
training/candidates.py · a class is for the people of all villages of its town
training/contributions.py · theirs, wherever it is
training/models/classes.py · it is read again, voided or not
workshops/models/workshops.py · a workshop beside itself as it is stored
core/pages/counted.py · a number of the user's own place
core/records/as_they_were.py · changes of rows that the user was shown
core/records/as_they_were.py · the record named it
core/records/codes.py · a number is taken, whoever has it
"""


def test_everything_that_is_read_everywhere_stands_here_with_its_reason():
    listed = Counter(tuple(line.split(" · ")) for line in REASONS.strip().splitlines())
    assert Counter(uses()) == listed


def test_nothing_is_read_after_the_request_is_over():
    """The wall goes down with it: an answer that streams what it reads would read unseen."""
    streaming = [path.name for path in SOURCES if "StreamingHttpResponse" in path.read_text(encoding="utf-8")]
    assert streaming == []


# --- what happens where the call is missing ---

#: A file that restricts what it reads, and a page that reads it: the name of a route and what its address needs.
RESTRICTED = {
    "core/views.py": "platforms:village",
    "core/tables.py": "labor:person_list",
    "core/registers/views.py": "labor:case_list",
    "core/registers/narrowing.py": "labor:case_list",
    "core/registers/writing.py": "workshops:workshop_change",
    "core/forms.py": "workshops:workshop_add",
    "core/pages/panels.py": "oversight:policy",
    "doubts/beside.py": "scoring:inbox",
    "doubts/listing.py": "doubts:hand_over",
    "labor/people/filters.py": "labor:household_list",
    "labor/employers/panels.py": "labor:employer",
    "labor/employers/unjoined.py": "labor:join_names",
    "labor/employers/views.py": "labor:join_names",
    "labor/employment/forms.py": "labor:employment_change",
    "labor/posts/forms.py": "labor:public_benefit_post_add",
    "labor/posts/views.py": "labor:post_attendance",
    "labor/sampling/findings.py": "labor:round",
    "labor/sampling/views.py": "labor:round_people",
    "labor/verification/views.py": "labor:verify",
    "labor/verification/campaign.py": "labor:verification_progress",
    "labor/verification/cards.py": "labor:verification_list",
    "ledger/forms.py": "ledger:exchange",
    "offers/fact_offer.py": "offers:rows",
    "oversight/policies/finding.py": "oversight:finding",
    "oversight/policies/querysets.py": "oversight:finding",
    "oversight/policies/registers.py": "oversight:policy_list",
    "oversight/policies/tables.py": "oversight:payment_list",
    "oversight/policies/views.py": "oversight:finding_people",
    "oversight/responsibility/views.py": "oversight:responsible",
    "oversight/supervision/forms.py": "oversight:problem_add",
    "oversight/supervision/views.py": "oversight:problem_list",
    "platforms/recruitment/forms.py": "platforms:vacancy_add",
    "platforms/recruitment/matching.py": "platforms:vacancy",
    "platforms/three_lists/views.py": "platforms:three_lists",
    "platforms/villages/panels.py": "accounts:post",
    "reminders/bell.py": "reminders:list",
    "reminders/views.py": "reminders:list",
    "scoring/drilldown.py": "scoring:sub_item",
    "scoring/editions/views.py": "scoring:rubric",
    "scoring/exporting.py": "scoring:villages_export",
    "scoring/forms.py": "scoring:dashboard",
    "scoring/handing/beside.py": "scoring:inbox",
    "scoring/inbox.py": "scoring:inbox",
    "scoring/proofs.py": "scoring:sub_item",
    "scoring/views.py": "scoring:dashboard",
    "training/candidates.py": "training:class_enrol",
    "training/panels.py": "training:class",
    "training/views.py": "training:class_attendance",
}
A_LIST = {"division": TOWN, "period": "2023-05", "form": "xlsx", "numbers": "masked"}
APPLICANT = {"subject_kind": "person", "subject_code": identity_number(1)}
ANSWER = {"token": UUID(int=1), "method": "phone", "result": "unchanged"}
#: A file that restricts what it reads where something is asked for or sent: how, to which route, and what.
ASKED = {
    "core/pages/counted.py": ("get", "workshops:workshop_list", {"counts": "workshops", "division": TOWN}),
    "doubts/overview.py": ("get", "doubts:list", {"by": "village"}),
    "labor/people/forms.py": ("post", "labor:person_add", {"household": "H1"}),
    "labor/people/views.py": ("get", "labor:merge", {"text": identity_number(1)}),
    "labor/verification/forms.py": ("post", "labor:verify", {"person-phone": "12"}),
    "labor/verification/just_verified.py": ("post", "labor:answer", ANSWER),
    "ledger/downloads.py": ("post", "ledger:export", {"division": TOWN}),
    "ledger/selection.py": ("post", "ledger:export", {"division": TOWN}),
    "ledger/official/sources/base.py": ("post", "ledger:official_list", A_LIST),
    "ledger/official/views.py": ("post", "ledger:official_list", A_LIST),
    "ledger/paper_round/open_list.py": ("post", "ledger:open_list", {}),
    "ledger/views.py": ("post", "ledger:open_list", {"village": OWN}),
    "oversight/policies/forms.py": ("post", "oversight:application_add", APPLICANT),
    "training/forms.py": ("post", "training:business_add", {"person": UUID(int=0)}),
    "core/audit/changes.py": ("get", "workshops:workshop", {}),
    "labor/people/finding.py": ("post", "find", {"text": "石小军"}),
    "workshops/finding.py": ("post", "find", {"text": "白水头车间"}),
    "oversight/policies/naming.py": ("post", "find", {"text": "车间补贴"}),
    "labor/employers/finding.py": ("post", "find", {"text": "城步服装厂"}),
}
#: Here the call narrows what the wall lets through anyway, or stands outside of requests; the test that attacks it.
OTHERWISE = {
    "core/wall.py": "tests/core/test_wall.py",  # names the call
    "core/records/events.py": "tests/registers/test_changes.py",
    "ledger/comparisons/beside.py": "tests/comparisons/test_verifying.py",
    "ledger/comparisons/deciding.py": "tests/comparisons/test_deciding.py",
    "ledger/comparisons/models.py": "tests/comparisons/test_comparing.py",  # of its own visible_to
    "ledger/comparisons/overview.py": "tests/comparisons/test_comparing.py",
    "ledger/comparisons/tables.py": "tests/comparisons/test_comparing.py",
    "ledger/comparisons/views.py": "tests/comparisons/test_comparing.py",
    "ledger/paper_round/taking.py": "tests/ledger/test_returned_list.py",
    **{
        f"ledger/official/sources/{each}.py": "tests/official/test_privacy.py"
        for each in ("by_village", "came_and_left", "classes", "fairs", "payments")
    },
    "core/registers/changing.py": "tests/registers/test_changes.py",
    "core/registers/events.py": "tests/registers/test_changes.py",
    "core/registers/voiding.py": "tests/registers/test_writing.py",
    "core/registers/life_events.py": "tests/registers/test_life_events.py",
    "labor/sampling/actions.py": "tests/labor/test_sampling.py",
    "oversight/responsibility/actions.py": "tests/registers/test_responsible.py",
    "oversight/responsibility/panels.py": "tests/registers/test_responsible.py",
    "scoring/handing/actions.py": "tests/scoring/test_handing.py",
    "scoring/handing/views.py": "tests/scoring/test_handing.py",
    "offers/views.py": "tests/offers/test_offers.py",
    "labor/people/changing.py": "tests/registers/test_life_events.py",
    "labor/employment/events.py": "tests/registers/test_handing_over.py",
    "labor/people/events.py": "tests/registers/test_life_events.py",
    "platforms/villages/events.py": "tests/registers/test_life_events.py",
    "offers/payments.py": "tests/offers/test_offers.py",
    "doubts/tables.py": "tests/doubts/test_list.py",
    "doubts/records.py": "tests/doubts/test_list.py",
    "core/registers/many.py": "tests/registers/test_many.py",
    "core/registers/evidence.py": "tests/platforms/test_village_page.py",
    "labor/people/panels.py": "tests/platforms/test_village_page.py",
    "labor/employment/panels.py": "tests/platforms/test_village_page.py",
    "labor/verification/panels.py": "tests/platforms/test_village_page.py",
    "core/registers/intakes.py": "tests/registers/test_intakes.py",
    "ledger/batch_history.py": "tests/ledger/test_undo.py",
    "administration/trail/lines.py": "tests/administration/test_trail.py",
    "administration/trail/search.py": "tests/administration/test_trail.py",
    "administration/reference/views.py": "tests/administration/test_reference.py",
    "accounts/batch/views.py": "tests/accounts/test_batch.py",
    "accounts/batch/wanted.py": "tests/accounts/test_batch.py",
    "accounts/giving.py": "tests/accounts/test_accounts.py",
    "accounts/users/views.py": "tests/accounts/test_accounts.py",
    "accounts/users/wording.py": "tests/accounts/test_accounts.py",
    "platforms/villages/accounts.py": "tests/accounts/test_accounts.py",
    "core/jobs/watching.py": "tests/wutuan/test_system.py",
    "ledger/models/imports.py": "tests/ledger/test_pages.py",
    "ledger/rosters/made/views.py": "tests/rosters/test_made_layouts.py",
    "setup/missing.py": "tests/setup/test_missing.py",
    "reminders/behind.py": "tests/reminders/test_pages.py",
    "scoring/beginning/forms.py": "tests/scoring/test_start.py",  # its field offers the user's towns only
    "scoring/editions/drafting.py": "tests/scoring/test_draft_parts.py",
    "scoring/editions/new_year.py": "tests/scoring/test_new_year.py",
    "scoring/late_entries.py": "tests/scoring/test_late_entries.py",
    "scoring/story/views.py": "tests/scoring/test_story_pages.py",
}


@pytest.fixture
def addresses(signed_in, small_town, today):
    """The address of each route above, and a client that is signed in as the town's staff."""
    add_life(small_town.person)
    add_platform(small_town.village)
    add_programme(small_town.person)
    LeadershipPost.objects.update(held_by_platform_staff=True)
    small_town.workshop.site = None
    small_town.workshop.save()
    course = TrainingClass.objects.get()
    needed = {
        "offers:rows": ["business-job"],
        "labor:person": [small_town.person.public_id],
        "ledger:official_list": ["work-monthly"],
        "platforms:village": [small_town.village.pk],
        "labor:verify": [small_town.person.public_id],
        "labor:answer": [small_town.person.public_id],
        "labor:merge": [small_town.person.public_id],
        **{f"labor:round{page}": [SpotCheckRound.objects.get().pk] for page in ("", "_people", "_record")},
        "labor:employment_change": [small_town.person.employments.get().pk],
        "labor:employer": [Employer.objects.get().pk],
        "labor:public_benefit_post_add": [small_town.person.public_id],
        "oversight:policy": [small_town.policy.pk],
        "oversight:application_add": [small_town.policy.pk],
        "oversight:finding_people": [small_town.policy.pk],
        "platforms:vacancy": [Vacancy.objects.get().pk],
        "accounts:post": [LeadershipPost.objects.get().pk],
        "scoring:rubric": [2023],
        "scoring:sub_item": codes_of(["data_truth"], timezone.localdate()),
        **{f"workshops:{page}": [small_town.workshop.pk] for page in ("workshop", "workshop_change")},
        **{f"training:{page}": [course.pk] for page in ("class_enrol", "class", "class_attendance")},
    }
    return signed_in("staff"), lambda route: reverse(route, args=needed.get(route, []))


@pytest.mark.parametrize("file", RESTRICTED)
def test_a_page_fails_where_its_call_is_missing(addresses, monkeypatch, file):
    client, address = addresses
    assert client.get(address(RESTRICTED[file])).status_code == 200
    forget(monkeypatch, file)
    with pytest.raises(UnscopedRead):
        client.get(address(RESTRICTED[file]))


@pytest.mark.parametrize("file", ASKED)
def test_an_answer_fails_where_its_call_is_missing(addresses, monkeypatch, file):
    client, address = addresses
    client.announce(identity_number(1))  # typed, and shown again
    method, route, data = ASKED[file]
    ask = partial(getattr(client, method), address(route), data, follow=True)
    with transaction.atomic():
        assert ask().status_code == 200
        transaction.set_rollback(True)
    forget(monkeypatch, file)
    with pytest.raises(UnscopedRead):
        ask()


def forget(monkeypatch, file):
    """Take the call out of a file."""
    visible_to = ScopedQuerySet.visible_to

    def forgotten(rows, user):
        return rows.all() if caller() == settings.BASE_DIR / file else visible_to(rows, user)

    monkeypatch.setattr(ScopedQuerySet, "visible_to", forgotten)


def caller():
    """The file that called what calls this; a manager calls its queryset's methods."""
    frame = sys._getframe(2)
    while frame.f_code.co_filename == manager.__file__:
        frame = frame.f_back
    return Path(frame.f_code.co_filename)


def test_every_file_that_restricts_is_named_here():
    calling = {
        str(path.relative_to(settings.BASE_DIR)) for path in SOURCES if ".visible_to(" in path.read_text("utf-8")
    }
    assert calling == {*RESTRICTED, *ASKED, *OTHERWISE}
    assert [test for test in OTHERWISE.values() if not (settings.BASE_DIR / test).exists()] == []


def views(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield getattr(pattern.callback, "view_class", object)
        else:
            yield from views(pattern)


def test_a_view_of_a_scoped_model_is_a_scoped_view():
    of_scoped = [view for view in views() if hasattr(getattr(view, "model", None), "division_path")]
    assert of_scoped
    assert [view for view in of_scoped if not issubclass(view, ScopedMixin)] == []
