"""Where the program reads without `.visible_to(user)`, and why; and that taking the call out anywhere is noticed."""

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import manager
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts.models import LeadershipPost
from core.assessment import codes_of
from core.scoping import ScopedQuerySet
from core.views import ScopedMixin
from core.wall import UnscopedRead
from fictional.one_of_everything import add_life, add_platform, add_programme
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
accounts/leadership/loading.py · a position is taken, whoever asks
accounts/leadership/loading.py · it is the post's own
accounts/giving.py · the code list is public
accounts/giving.py · the code list is public
accounts/giving.py · what was given before is replaced, whoever gave it
accounts/models.py · they say what the user sees
administration/trail/lines.py · the code list is public
accounts/querysets.py · an account is found for its keeper
core/checks.py · what is odd about a record that the user keeps is odd whosever the other record is
core/compiled.py · put together only; it runs for a record that was found for the user, or for a whole place
core/divisions.py · the code list is public
core/forms.py · the record names it
core/history.py · asks which tables a query would read, and reads none
core/jobs/watching.py · the operator looks after everybody's jobs
core/jobs/watching.py · the operator looks after everybody's jobs
core/jobs/watching.py · the operator looks after everybody's jobs
core/models/places.py · the code list is public
core/pages/brand.py · the town of the installation
core/pages/panels.py · how many more there are stands below
core/records/conflicts.py · the form's own record
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
labor/employment/forms.py · they are the town's
labor/people/actions.py · found for the user
labor/people/actions.py · what went over comes back, wherever it is by now
labor/people/id_numbers.py · a number is one person's in all towns
labor/people/models.py · whoever that is
labor/people/timeline.py · theirs, wherever it is
labor/placement/forms.py · they are the town's
labor/verification/actions.py · found for the user
labor/verification/actions.py · found for the user
labor/verification/actions.py · what the user has just written
ledger/actions.py · it was found for its user
ledger/selection.py · only compared with what the user sees
ledger/undoing.py · rows that the user does not see are looked for, and refused
oversight/organisation/models.py · whether a town has any, not which
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
platforms/recruitment/vacancies.py · the vacancy's own town
platforms/services/actions.py · found for the user
platforms/villages/accounts.py · an account's keeper may know whose it is
reminders/models/rules.py · what a county sets holds in its towns
scoring/actions.py · counted for a place, whoever looks
scoring/beginning/models.py · a village is measured by its town's, too
scoring/changes.py · counted for a place, whoever looks
scoring/editions/bases.py · counted for a town, whoever looks
scoring/editions/bases.py · counted for a town, whoever looks
scoring/inbox.py · counted for a place, whoever looks
scoring/score.py · scored for a place, whoever looks
scoring/score.py · scored for a place, whoever looks
scoring/score.py · scored for a place, whoever looks
scoring/targets.py · counted for a place, whoever looks
scoring/targets.py · the place's own
scoring/targets.py · the place's own
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
training/candidates.py · a class is for the people of all villages of its town
training/contributions.py · theirs, wherever it is
training/models/classes.py · it is read again, voided or not
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
    "labor/people/filters.py": "labor:household_list",
    "labor/employment/forms.py": "labor:employment_change",
    "labor/verification/views.py": "labor:verify",
    "labor/verification/campaign.py": "labor:verification_progress",
    "labor/verification/cards.py": "labor:verification_list",
    "ledger/forms.py": "ledger:exchange",
    "oversight/policies/finding.py": "oversight:finding",
    "oversight/policies/querysets.py": "oversight:finding",
    "oversight/policies/registers.py": "oversight:policy_list",
    "oversight/policies/tables.py": "oversight:payment_list",
    "oversight/policies/views.py": "oversight:finding_people",
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
    "scoring/forms.py": "scoring:dashboard",
    "scoring/inbox.py": "scoring:inbox",
    "scoring/views.py": "scoring:dashboard",
    "training/candidates.py": "training:class_enrol",
    "training/panels.py": "training:class",
    "training/views.py": "training:class_attendance",
}
#: These read on other ways than by opening a page, or pass on what they are given.
OTHERWISE = """
core/wall.py core/jobs/watching.py core/pages/counted.py reminders/behind.py ledger/downloads.py ledger/selection.py
accounts/batch/views.py accounts/batch/wanted.py
accounts/giving.py accounts/users/views.py accounts/users/wording.py platforms/villages/accounts.py
ledger/verification_list.py
ledger/views.py ledger/batch_history.py labor/people/views.py labor/verification/forms.py
labor/verification/just_verified.py core/audit/changes.py labor/people/forms.py ledger/models.py
oversight/policies/forms.py training/forms.py
labor/people/finding.py workshops/finding.py oversight/policies/naming.py platforms/recruitment/finding.py
administration/reference/views.py
administration/trail/search.py administration/trail/lines.py setup/missing.py scoring/beginning/forms.py
scoring/editions/drafting.py scoring/editions/new_year.py
"""


@pytest.fixture
def addresses(signed_in, small_town, today):
    """The address of each route above, and a client that is signed in as the town's staff."""
    add_life(small_town.person)
    add_platform(small_town.village)
    add_programme(small_town.person)
    LeadershipPost.objects.update(held_by_platform_staff=True)
    course = TrainingClass.objects.get()
    needed = {
        "labor:person": [small_town.person.public_id],
        "platforms:village": [small_town.village.pk],
        "labor:verify": [small_town.person.public_id],
        "labor:employment_change": [small_town.person.employments.get().pk],
        "oversight:policy": [small_town.policy.pk],
        "oversight:application_add": [small_town.policy.pk],
        "oversight:finding_people": [small_town.policy.pk],
        "platforms:vacancy": [Vacancy.objects.get().pk],
        "accounts:post": [LeadershipPost.objects.get().pk],
        "scoring:sub_item": codes_of(["data_truth"], timezone.localdate()),
        "scoring:rubric": [2023],
        "workshops:workshop_change": [small_town.workshop.pk],
        **{f"training:{page}": [course.pk] for page in ("class_enrol", "class", "class_attendance")},
    }
    return signed_in("staff"), lambda route: reverse(route, args=needed.get(route, []))


@pytest.mark.parametrize("file", RESTRICTED)
def test_a_page_fails_where_its_call_is_missing(addresses, monkeypatch, file):
    client, address = addresses
    assert client.get(address(RESTRICTED[file])).status_code == 200
    visible_to = ScopedQuerySet.visible_to

    def forgotten(rows, user):
        return rows.all() if caller() == settings.BASE_DIR / file else visible_to(rows, user)

    monkeypatch.setattr(ScopedQuerySet, "visible_to", forgotten)
    with pytest.raises(UnscopedRead):
        client.get(address(RESTRICTED[file]))


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
    assert calling == {*RESTRICTED, *OTHERWISE.split()}


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
