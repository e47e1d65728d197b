"""Who may open what: a status for every route and every role. A route that is not in the table fails."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseForbidden
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django.utils.http import urlencode

from administration.models import TrailExport
from core.assessment import codes_of
from core.files.documents import attach
from core.models import ActionOnMany, LifeEvent, ListExport
from core.permissions import ENTER
from core.registers import declared
from core.registers.narrowing import filter_of
from fictional.one_of_everything import PHONE, TOWN, build_both
from labor.models import DrawnPerson, Merger
from ledger.models import ComparedLine, ImportJob, RosterLayout, RosterReading
from scoring.editions.actions import start
from scoring.models import GroupHandover
from tests.doubts.arranged import doubt_of, exemption_of
from tests.policed import PolicedClient
from tests.reminders.arranged import remind
from tests.small_town import STRANGER, USERS, add_users
from training.models import ReturnedBusiness, TrainingClass

#: The year of which there is a draft.
DRAFTED = 2030
#: 302 of somebody who is not signed in leads to the sign-in page. `nobody` is staff to whom no division was given, and
#: who therefore writes nothing at all. Of `stranger`, staff of the next town, `strangers` says it.
ACCESS = """
                            anonymous clerk neighbour staff leader administrator nobody
GET  home                   302       302   302       302   302    302           302
POST home                   302       302   302       302   302    302           403
GET  menu                   302       200   200       200   200    200           200
GET  find                   302       200   200       200   200    200           200
POST find                   302       200   200       200   200    200           403
GET  list_export            302       404   404       200   404    404           404
POST list_export_file       302       404   404       404   404    404           403
GET  action_on_many         302       404   404       200   404    404           404
POST action_on_many_again   302       404   404       302   404    404           403
POST action_on_many_cancel  302       404   404       302   404    404           403
GET  manifest               200       200   200       200   200    200           200
GET  healthz                200       200   200       200   200    200           200
GET  metrics                200       200   200       200   200    200           200
GET  accounts:login         200       302   302       302   302    302           302
POST accounts:login         200       302   302       302   302    302           302
POST accounts:logout        302       302   302       302   302    302           302
GET  accounts:profile       302       200   200       200   200    200           200
GET  accounts:email         302       200   200       200   200    200           200
POST accounts:email         302       302   302       302   302    302           403
GET  accounts:password      302       200   200       200   200    200           200
GET  manual:contents        302       200   200       200   200    200           200
GET  manual:page            302       200   200       200   200    200           200
GET  manual:booklet         302       200   200       200   200    200           200
GET  manual:booklet_pdf     302       200   200       200   200    200           200
GET  manual:picture         302       404   404       404   404    404           404
GET  accounts:sessions      302       200   200       200   200    200           200
POST accounts:session_end   302       404   404       404   404    404           404
POST accounts:password      302       200   200       200   200    200           200
GET  accounts:account_list      302   403   403       403   403    200           403
GET  accounts:account_add       302   403   403       403   403    200           403
POST accounts:account_add       302   403   403       403   403    200           403
GET  accounts:account_batch     302   403   403       403   403    200           403
POST accounts:account_batch     302   403   403       403   403    200           403
GET  accounts:account_slips     302   403   403       403   403    200           403
POST accounts:account_slips     302   403   403       403   403    200           403
GET  accounts:account           302   403   403       403   403    200           403
GET  accounts:account_change    302   403   403       403   403    200           403
POST accounts:account_change    302   403   403       403   403    200           403
GET  accounts:account_end       302   403   403       403   403    200           403
POST accounts:account_end       302   403   403       403   403    200           403
POST accounts:account_revive    302   403   403       403   403    302           403
POST accounts:account_reset     302   403   403       403   403    200           403
POST accounts:account_unlock    302   403   403       403   403    302           403
POST accounts:account_sign_out  302   403   403       403   403    302           403
GET  labor:reveal           302       302   404       302   403    302           404
POST labor:reveal           302       200   404       200   403    200           403
GET  labor:verification_list     302  200   200       200   403    200           200
GET  labor:verification_groups   302  200   200       200   403    200           200
POST labor:verification_groups   302  200   200       200   403    200           403
GET  labor:verification_progress 302  403   403       200   403    200           200
GET  labor:verify           302       200   404       200   403    200           404
POST labor:verify           302       200   404       200   403    200           403
POST labor:answer           302       302   404       302   403    302           403
GET  labor:round_people     302       403   403       200   403    200           404
GET  labor:round_sheet      302       403   403       200   403    200           404
GET  labor:round_basis      302       403   403       200   403    200           404
POST labor:round_record     302       403   403       302   403    302           403
POST labor:round_answer     302       403   403       302   403    302           403
POST labor:undo_verification        302       404   404       404   403    404           403
GET  event_list             302       200   200       200   403    200           200
GET  event_undo             302       404   404       200   403    200           404
POST event_undo             302       404   404       200   403    200           403
GET  event_start            302       403   403       200   403    200           200
POST event_start            302       403   403       200   403    200           403
GET  event_of               302       403   403       200   403    200           404
POST event_of               302       403   403       200   403    200           403
GET  labor:join_names    302       403   403       200   403    200           200
POST labor:join_names    302       403   403       200   403    200           403
GET  labor:merge            302       403   403       200   403    200           404
POST labor:merge            302       403   403       200   403    200           403
GET  labor:merge_with       302       403   403       200   403    200           404
POST labor:merge_with       302       403   403       200   403    200           403
GET  labor:undo_merge       302       403   403       200   403    200           404
POST labor:undo_merge       302       403   403       200   403    200           403
GET  labor:post_attendance  302       403   403       200   403    200           200
POST labor:post_attendance  302       403   403       200   403    200           403
GET  training:class_enrol           302  403   403       200   403    200           404
POST training:class_enrol           302  403   403       200   403    200           403
GET  training:class_complete        302  403   403       200   403    200           404
POST training:class_complete        302  403   403       200   403    200           403
GET  training:class_attendance      302  403   403       200   403    200           404
POST training:class_attendance      302  403   403       200   403    200           403
GET  training:class_week        302  403   403       200   403    200           404
POST training:class_week        302  403   403       200   403    200           403
GET  training:class_sheet       302  403   403       200   403    200           404
GET  training:class_attendance_void 302  403   403       200   403    200           404
POST training:class_attendance_void 302  403   403       200   403    200           403
POST platforms:recommend    302       404   404       404   403    404           403
GET  platforms:coverage     302       200   200       200   200    200           200
GET  platforms:village      302       200   404       200   200    200           404
GET  platforms:three_lists         302  200   200     200   200    200           200
GET  platforms:three_lists_demand  302  200   200     200   200    200           200
GET  platforms:three_lists_placed  302  200   200     200   200    200           200
GET  platforms:three_lists_export         302  200  200  200  200  200           200
GET  platforms:three_lists_demand_export  302  200  200  200  200  200           200
GET  platforms:three_lists_placed_export  302  200  200  200  200  200           200
POST platforms:three_lists_export         302  200  200  200  200  200           403
POST platforms:three_lists_demand_export  302  200  200  200  200  200           403
POST platforms:three_lists_placed_export  302  200  200  200  200  200           403
GET  oversight:finding      302       200   200       200   200    200           200
GET  oversight:catalogue    302       403   403       200   403    200           200
GET  oversight:finding_people  302       200   200       200   200    200           404
GET  oversight:finding_export 302 200   200       200   200    200           404
POST oversight:finding_export 302 200   200       200   200    200           403
POST oversight:policy_apply 302       302   404       302   403    302           403
POST oversight:finding_ticks 302      302   302       302   403    302           403
GET  oversight:policy_apply_many 302  302   302       302   403    302           404
POST oversight:policy_apply_many 302  302   302       302   403    302           403
GET  scoring:inbox          302       200   200       200   403    200           200
POST scoring:inbox          302       302   302       302   403    302           403
GET  scoring:dashboard      302       200   200       200   200    200           200
GET  scoring:sub_item       302       200   200       200   200    200           200
GET  oversight:mine         302       200   200       200   200    200           200
GET  oversight:responsible  302       403   403       200   403    200           200
POST oversight:responsible  302       403   403       404   403    404           403
GET  scoring:handed         302       200   200       200   403    200           200
GET  scoring:hand_over      302       403   403       200   403    200           404
POST scoring:hand_over      302       403   403       200   403    200           403
POST scoring:take_back      302       403   403       302   403    302           403
GET  scoring:late_entries   302       404   404       404   404    404           200
GET  scoring:course         302       404   404       200   200    200           200
GET  scoring:why            302       404   404       200   200    200           200
GET  scoring:moved_rows     302       404   404       404   404    404           200
GET  scoring:sub_item_export  302       200   200       200   200    200           200
POST scoring:sub_item_export  302       200   200       200   200    200           403
GET  scoring:villages_export  302       200   200       200   200    200           200
POST scoring:villages_export  302       200   200       200   200    200           403
GET  scoring:workforce_export 302       200   200       200   200    200           200
POST scoring:workforce_export 302       200   200       200   200    200           403
GET  scoring:targets        302       200   200       200   200    200           200
GET  scoring:rubrics        302       200   200       200   200    200           200
GET  scoring:rubric         302       200   200       200   200    200           200
GET  scoring:rubric_start   302       403   403       200   403    200           200
POST scoring:rubric_start   302       403   403       200   403    200           403
GET  scoring:rubric_change  302       403   403       200   403    200           200
POST scoring:rubric_change  302       403   403       200   403    200           403
GET  scoring:rubric_add     302       403   403       200   403    200           200
POST scoring:rubric_add     302       403   403       200   403    200           403
GET  scoring:rubric_drop    302       403   403       200   403    200           200
POST scoring:rubric_drop    302       403   403       200   403    200           403
GET  scoring:rubric_upload  302       403   403       200   403    200           200
POST scoring:rubric_upload  302       403   403       200   403    200           403
GET  scoring:rubric_download 302      200   200       200   200    200           200
GET  scoring:rubric_checklist 302     403   403       200   403    200           200
GET  scoring:rubric_bases   302       403   403       200   403    200           200
POST scoring:rubric_bases   302       403   403       302   403    302           403
GET  scoring:rubric_preview 302       403   403       200   403    200           200
POST scoring:rubric_publish 302       403   403       403   403    302           403
GET  scoring:workforce          302       200   200       200   200    200           200
GET  scoring:workforce_people   302       200   200       200   200    200           200
GET  scoring:workforce_people_export   302  200  200      200   200    200           200
POST scoring:workforce_people_export   302  200  200      200   200    200           403
GET  reminders:list         302       200   200       200   200    200           200
POST reminders:read_all     302       302   302       302   302    302           403
POST reminders:read         302       302   404       404   404    404           403
POST reminders:open         302       302   404       404   404    404           403
POST reminders:urge         302       403   403       302   403    302           403
GET  reminders:settings     302       403   403       200   403    200           200
GET  reminders:rule         302       403   403       200   403    200           404
POST reminders:rule         302       403   403       200   403    200           403
GET  reminders:deliveries   302       403   403       200   403    200           200
GET  offers:rows            302       200   200       200   403    200           200
POST offers:ticks           302       302   302       302   403    302           403
GET  offers:take_many       302       302   302       302   403    302           302
POST offers:take_many       302       302   302       302   403    302           403
POST offers:take            302       302   404       302   403    302           403
POST offers:decline         302       302   404       302   403    302           403
GET  doubts:list            302       200   200       200   200    200           200
GET  doubts:export          302       200   200       200   200    200           200
POST doubts:export          302       200   200       200   200    200           403
POST doubts:find            302       403   403       302   403    302           403
GET  doubts:hand_over       302       403   403       200   403    200           200
POST doubts:hand_over       302       403   403       200   403    200           403
GET  doubts:doubt           302       200   404       200   200    200           404
GET  doubts:exempt          302       200   404       200   403    200           404
POST doubts:exempt          302       200   404       200   403    200           403
POST doubts:decide          302       403   403       302   403    302           403
GET  doubts:rules           302       403   403       200   403    200           200
GET  doubts:rule            302       403   403       200   403    200           404
POST doubts:rule            302       403   403       200   403    200           403
POST reminders:send_again   302       403   403       302   403    302           403
GET  system:page            302       403   403       403   403    200           403
POST system:again           302       403   403       403   403    404           403
GET  administration:reference       302  403  403   403   403    200           403
POST administration:reference       302  403  403   403   403    200           403
GET  administration:reference_change 302 403  403   403   403    404           403
POST administration:reference_write 302  403  403   403   403    404           403
POST administration:reference_undo  302  403  403   403   403    404           403
POST system:try             302       403   403       403   403    302           403
GET  administration:trail          302  403  403   403   403    403           403
POST administration:trail_export   302  403  403   403   403    403           403
GET  administration:export         302  403  403   403   403    403           403
POST administration:export_file    302  403  403   403   403    403           403
GET  administration:verification   302  403  403   403   403    403           403
POST administration:verification   302  403  403   403   403    403           403
GET  ledger:exchange        302       403   403       200   403    200           200
POST ledger:exchange        302       403   403       200   403    200           403
GET  ledger:template        302       403   403       200   403    200           200
POST ledger:export          302       403   403       200   403    200           403
POST ledger:open_list       302       200   200       200   403    200           403
GET  ledger:returned_list   302       200   200       200   403    200           200
POST ledger:returned_list   302       200   200       200   403    200           403
GET  ledger:official_lists  302       403   403       200   403    200           200
GET  ledger:official_list   302       403   403       200   403    200           200
POST ledger:official_list   302       403   403       200   403    200           403
GET  ledger:roster          302       403   403       200   403    200           200
POST ledger:roster          302       403   403       200   403    200           403
GET  ledger:columns         302       403   403       200   403    200           404
POST ledger:columns         302       403   403       302   403    302           403
POST ledger:decide          302       403   403       302   403    302           403
GET  ledger:draw            302       403   403       200   403    200           404
POST ledger:draw            302       403   403       302   403    302           403
GET  ledger:layouts         302       403   403       200   403    200           200
POST ledger:layouts         302       403   403       200   403    200           403
GET  ledger:layout          302       403   403       200   403    200           404
POST ledger:layout          302       403   403       200   403    200           403
GET  ledger:layout_file     302       403   403       200   403    200           404
POST ledger:layout_delete   302       403   403       302   403    302           403
GET  ledger:corrections     302       403   403       200   403    200           404
POST ledger:corrections     302       403   403       302   403    302           403
GET  ledger:import          302       403   403       200   403    200           404
GET  ledger:effects         302       403   403       200   403    200           404
POST ledger:write           302       403   403       302   403    302           403
POST ledger:again           302       403   403       302   403    302           403
POST ledger:undo            302       403   403       302   403    302           403
POST ledger:mark            302       403   403       302   403    302           403
POST ledger:cancel          302       403   403       302   403    302           403
GET  ledger:compare         302       403   403       200   403    200           200
POST ledger:compare         302       403   403       200   403    200           403
GET  ledger:comparison      302       403   403       200   403    200           404
POST ledger:compared_ticks  302       403   403       302   403    302           403
GET  ledger:decide_lines    302       403   403       302   403    302           404
POST ledger:decide_lines    302       403   403       200   403    200           403
GET  ledger:to_verify       302       200   200       200   403    200           200
GET  ledger:compared_line   302       200   404       200   403    200           404
POST ledger:decide_line     302       403   403       302   403    302           403
POST ledger:answer_line     302       302   404       302   403    302           403
GET  setup:overview            404 404 404 404 404 404 404
GET  setup:code                404 404 404 404 404 404 404
POST setup:code                404 404 404 404 404 404 404
GET  setup:town                404 404 404 404 404 404 404
POST setup:town                404 404 404 404 404 404 404
GET  setup:new_town            404 404 404 404 404 404 404
POST setup:new_town            404 404 404 404 404 404 404
GET  setup:divisions           404 404 404 404 404 404 404
POST setup:divisions           404 404 404 404 404 404 404
GET  setup:villages            404 404 404 404 404 404 404
POST setup:villages            404 404 404 404 404 404 404
GET  setup:administrator       404 404 404 404 404 404 404
POST setup:administrator       404 404 404 404 404 404 404
GET  setup:start                404 404 404 404 404 404 404
POST setup:start                404 404 404 404 404 404 404
GET  setup:plan                404 404 404 404 404 404 404
POST setup:plan                404 404 404 404 404 404 404
GET  setup:leadership          404 404 404 404 404 404 404
POST setup:leadership          404 404 404 404 404 404 404
GET  setup:channels            404 404 404 404 404 404 404
POST setup:channels            404 404 404 404 404 404 404
GET  setup:backups             404 404 404 404 404 404 404
POST setup:backups             404 404 404 404 404 404 404
POST setup:finish              404 404 404 404 404 404 404
GET  setup:ways_out            302 403 403 403 403 200 403
POST setup:ways_out            302 403 403 403 403 200 403
GET  setup:backup_folder       302 403 403 403 403 200 403
POST setup:backup_folder       302 403 403 403 403 200 403
POST ledger:marked          302       403   403       404   403    404           403
"""
_, HEAD, *LINES = ACCESS.splitlines()
COLUMNS = HEAD.split()
TABLE = {(method, route): [int(status) for status in rest] for method, route, *rest in map(str.split, LINES)}

#: Everywhere else an auditor is answered 403, whatever anybody else is.
OF_AUDITORS = {
    ("GET", "home"): 302,
    ("POST", "home"): 302,
    ("GET", "menu"): 200,
    ("GET", "manifest"): 200,
    ("GET", "healthz"): 200,
    ("GET", "metrics"): 200,
    ("GET", "accounts:login"): 302,
    ("POST", "accounts:login"): 302,
    ("POST", "accounts:logout"): 302,
    ("GET", "accounts:profile"): 200,
    ("GET", "accounts:sessions"): 200,
    ("POST", "accounts:session_end"): 404,
    ("GET", "accounts:password"): 200,
    ("POST", "accounts:password"): 200,
    ("GET", "manual:contents"): 200,
    ("GET", "manual:page"): 200,
    ("GET", "manual:booklet"): 200,
    ("GET", "manual:booklet_pdf"): 200,
    ("GET", "manual:picture"): 404,  # none was made
    ("GET", "administration:trail"): 200,
    ("POST", "administration:trail_export"): 302,
    ("GET", "administration:export"): 200,
    ("POST", "administration:export_file"): 404,  # nothing is in it yet
    ("GET", "administration:verification"): 200,
    ("POST", "administration:verification"): 200,
}
ROLES = [*COLUMNS, "auditor", "stranger"]
#: Who is shown names, as staff is.
LIKE_STAFF = {"clerk", "neighbour", "administrator"}
#: How the routes begin whose addresses name something of everybody's.
EVERYBODYS = (
    "event_start",
    "ledger:official_list",
    "offers:rows",
    "offers:ticks",
    "offers:take_many",
    "scoring:sub_item",
    "scoring:rubric",
    "manual:",
)

#: The pages of a register, for a record of the clerk's own village. Where one is added to a parent, see `of_parent`.
PAGES = """
                    anonymous clerk neighbour staff leader administrator nobody
GET  list                 302   200       200   200    200           200    200
GET  arrange              302   200       200   200    200           200    200
POST arrange              302   200       200   200    200           200    403
GET  saved                302   200       200   200    200           200    200
POST saved                302   200       200   200    200           200    403
GET  export               302   200       200   200    200           200    200
POST export               302   200       200   200    200           200    403
GET  add                  302   403       403   200    403           200    200
POST add                  302   403       403   200    403           200    403
GET                       302   200       404   200    200           200    404
GET  change               302   403       403   200    403           200    404
POST change               302   403       403   200    403           200    403
GET  action               302   403       403   404    403           404    404
POST action               302   403       403   404    403           404    403
POST ticks                302   403       403   302    403           302    403
GET  many                 302   403       403   302    403           302    302
POST many                 302   403       403   302    403           302    403
GET  void                 302   403       403   200    403           200    404
POST void                 302   403       403   200    403           200    403
GET  revive               302   403       403   404    403           404    404
POST revive               302   403       403   404    403           404    403
GET  file_add             302   403       403   200    403           200    404
POST file_add             302   403       403   200    403           200    403
POST file                 302   200       404   200    403           200    403
POST file_show            302   200       404   200    403           200    403
GET  file_void            302   403       403   200    403           200    404
POST file_void            302   403       403   200    403           200    403
"""


def rows_of(register):
    """The lines of `PAGES` for one register: by who keeps it, whether it is the town's, whether it has a parent."""
    for line in PAGES.splitlines()[2:]:
        (
            method,
            *named,
        ) = line.split()[: -len(COLUMNS)]
        page = "".join(named)
        if page.startswith("file") and not register.takes_documents:
            continue
        if page in ("ticks", "many") and not register.actions_for_many():
            continue
        statuses = dict(zip(COLUMNS, map(int, line.split()[-len(COLUMNS) :]), strict=True))
        if register.parent and (method, page) == ("GET", "add"):
            statuses["nobody"] = 404
        if register.permission == ENTER and statuses["clerk"] == 403:
            statuses |= {"clerk": statuses["staff"], "neighbour": foreign(register, page, statuses["staff"])}
        if not register.model.division_path.endswith("village_id") and page in ("", "file", "file_show"):
            statuses["clerk"] = 404
        yield (method, register.route(page)), list(statuses.values())


#: The pages on which many are chosen for a record of the clerk's own village, for a register that clerks enter.
CHOOSING = """
                    anonymous clerk neighbour staff leader administrator nobody
GET                       302   200       404   200    403           200    404
POST ticks                302   302       404   302    403           302    403
GET  enter                302   302       404   302    403           302    404
POST enter                302   302       404   302    403           302    403
"""


def choosing(register, intake):
    """The lines of `CHOOSING` for one of its intakes."""
    for line in CHOOSING.splitlines()[2:]:
        method, *named = line.split()[: -len(COLUMNS)]
        statuses = dict(zip(COLUMNS, map(int, line.split()[-len(COLUMNS) :]), strict=True))
        if not intake.into:
            statuses |= {"neighbour": statuses["clerk"]} | ({"nobody": statuses["staff"]} if method == "GET" else {})
        elif not into(register, intake).division_path.endswith("village_id"):
            statuses |= {"clerk": 404, "neighbour": 404}
        if register.permission != ENTER:
            statuses |= {"clerk": 403, "neighbour": 403}
        yield (method, register.route("_".join((intake.name, *named)))), list(statuses.values())


def into(register, intake):
    return register.model._meta.get_field(intake.into).related_model


def foreign(register, page, status):
    """What somebody of another village is answered: only a record of their own could be added."""
    return status if page in ("ticks", "many") or (page == "add" and not register.parent) else 404


@pytest.fixture
def users(db):
    return {"anonymous": None, **add_users(USERS | STRANGER)}


@pytest.fixture
def arguments(users):
    """What the address of a route needs: always the row of the clerk's own village, or of the town."""
    here, _ = build_both()
    return arguments_of(here, users)


def arguments_of(town, users):
    """The same for the first village of any town."""
    here = town.profile
    course = TrainingClass.objects.within(here.town).get()
    start(year=DRAFTED, by=users["staff"])
    job = ImportJob.objects.create(requested_by=users["staff"], division_code=here.town, file_name="台账.xlsx", size=0)
    listed_job = ImportJob.objects.create(
        requested_by=users["staff"], division_code=here.town, file_name="名册.csv", size=0
    )
    RosterReading.objects.create(import_job=listed_job)
    comparison = ImportJob.objects.create(
        requested_by=users["staff"], division_code=here.town, file_name="名单.csv", size=0, mode="compare"
    )
    RosterReading.objects.create(import_job=comparison)
    line = ComparedLine.objects.create(
        job=comparison, place=here.own, colour="different", sheet="劳动力", column="文化程度", person=town.person,
        decision="verify", decided_at=timezone.now(),
    )  # fmt: skip
    merger = Merger.objects.create(kept=town.person, duplicate=town.people[here.next], reason="重复")
    event = LifeEvent.objects.create(label="迁移", happened_on="2023-05-02", division_code=here.own, reason="搬家")
    reminder = remind(users["clerk"], here.own)
    export = TrailExport.objects.create(requested_by=users["auditor"])
    drawn = DrawnPerson.objects.get(person=town.person)
    handed = GroupHandover.objects.create(
        task_kind="verify",
        village_id=here.own,
        due_on="2099-01-01",
        number=1,
        handed_by=users["staff"],
        handed_on="2023-05-02",
    )
    listed, exemption = doubt_of(town.person), exemption_of(town.person, users["clerk"])
    rights = ListExport.rights_of(users["staff"])
    taken = ListExport.objects.create(requested_by=users["staff"], address="/", title="车间", made_for=rights)
    many = ActionOnMany.objects.create(requested_by=users["staff"], address="/", title="结束就业", number=2)
    account = {"pk": users["clerk"].pk}
    business = ReturnedBusiness.objects.within(here.town).get()
    deeds = ("", "_change", "_end", "_revive", "_reset", "_unlock", "_sign_out")
    known = {
        **{f"accounts:account{deed}": account for deed in deeds},
        "accounts:session_end": {"pk": 0},  # nobody's
        "event_undo": {"pk": event.pk},
        "event_start": {"kind": "graduation"},
        "event_of": {"kind": "householdmove", "key": town.household.pk},
        "labor:merge": {"public_id": town.person.public_id},
        "labor:merge_with": {"public_id": town.person.public_id, "other": town.people[here.next].public_id},
        "labor:undo_merge": {"pk": merger.pk},
        "labor:reveal": {"public_id": town.person.public_id},
        "labor:verify": {"public_id": town.person.public_id},
        "labor:answer": {"public_id": town.person.public_id},
        "labor:undo_verification": {"key": 0},
        **{f"labor:round_{page}": {"pk": drawn.round_id} for page in ("people", "sheet", "basis", "record")},
        "labor:round_answer": {"pk": drawn.pk},
        "platforms:recommend": {"public_id": town.person.public_id},
        "platforms:village": {"pk": town.village.pk},
        "training:class_enrol": {"pk": course.pk},
        "training:class_complete": {"pk": course.pk},
        **{f"training:class_{page}": {"pk": course.pk} for page in ("attendance", "week", "sheet")},
        "training:class_attendance_void": {"pk": course.pk, "day": "2021-11-02"},
        "oversight:finding_people": {"pk": town.policy.pk},
        "oversight:finding_export": {"pk": town.policy.pk},
        "oversight:finding_ticks": {"pk": town.policy.pk},
        "oversight:policy_apply_many": {"pk": town.policy.pk},
        "oversight:policy_apply": {"pk": town.policy.pk, "subject": town.person.public_id},
        "manual:page": {"slug": "people/person"},
        "manual:booklet": {"role": "clerk"},
        "manual:booklet_pdf": {"role": "clerk"},
        "manual:picture": {"name": "none.png"},
        "ledger:official_list": {"name": "workshops"},
        "scoring:sub_item": {"code": codes_of(["data_maintenance"], timezone.localdate())[0]},
        "scoring:sub_item_export": {"code": codes_of(["data_maintenance"], timezone.localdate())[0]},
        "scoring:moved_rows": {"code": codes_of(["data_maintenance"], timezone.localdate())[0], "which": "came"},
        "scoring:late_entries": {"code": codes_of(["data_maintenance"], timezone.localdate())[0]},  # of today is none
        "scoring:hand_over": {"village": here.own, "kind": "verify"},
        "scoring:take_back": {"pk": handed.pk},
        "scoring:rubric": {"year": 2023},
        "scoring:rubric_download": {"year": 2023},
        "scoring:rubric_bases": {"year": 2024},
        "scoring:rubric_checklist": {"year": 2024},
        **{f"scoring:rubric_{page}": {"year": DRAFTED} for page in ("preview", "publish", "upload")},
        **{
            f"scoring:rubric_{deed}": {"year": DRAFTED, "kind": "question", "name": "A1"} for deed in ("change", "drop")
        },
        "scoring:rubric_add": {"year": DRAFTED, "kind": "question"},
        **arguments_of_registers(here, users["staff"]),
        "reminders:read": {"pk": reminder.pk},
        "reminders:open": {"pk": reminder.pk},
        "reminders:rule": {"division": here.town, "kind": reminder.kind},
        "reminders:send_again": {"pk": reminder.deliveries.get().pk},
        **{f"offers:{page}": {"code": "business-job"} for page in ("rows", "ticks", "take_many")},
        **{f"offers:{tap}": {"code": "business-job", "pk": business.pk} for tap in ("take", "decline")},
        "doubts:rule": {"code": "phone-shared"},
        "doubts:doubt": {"pk": listed.pk},
        "doubts:exempt": {"pk": listed.pk},
        "doubts:decide": {"pk": exemption.pk},
        "system:again": {"kind": "administration.trailexport", "pk": export.pk},  # which has not failed
        "system:try": {"channel": "email"},
        **{f"administration:reference_{each}": {"pk": 0} for each in ("change", "write", "undo")},  # nothing is there
        "administration:export": {"pk": export.pk},
        "administration:export_file": {"pk": export.pk},
        "action_on_many": {"pk": many.pk},
        "action_on_many_again": {"pk": many.pk},
        "action_on_many_cancel": {"pk": many.pk},
        "list_export": {"pk": taken.pk},
        "list_export_file": {"pk": taken.pk},  # nothing is in it yet
    }
    of_job = {"public_id": job.public_id}
    known["ledger:effects"] = {**of_job, "kind": "renamed"}
    pages_of_list = ("columns", "corrections", "draw")
    known |= {f"ledger:{name}": {"public_id": listed_job.public_id} for name in pages_of_list}
    made = RosterLayout.objects.create(division_code=here.town, name="made", title="自制", made_by=users["staff"])
    known |= {f"ledger:layout{page}": {"pk": made.pk} for page in ("", "_file", "_delete")}
    of_comparison = {"public_id": comparison.public_id}
    known |= {"ledger:comparison": of_comparison, "ledger:compared_ticks": of_comparison}
    known["ledger:decide_lines"] = {**of_comparison, "decision": "keep"}
    known |= {f"ledger:{each}_line": {"pk": line.pk} for each in ("compared", "decide", "answer")}
    return lambda route: known.get(route, of_job if "public_id" in ROUTES[route].pattern.converters else {})


def arguments_of_registers(here, user):
    """What the addresses of each register need, for a record of the town's first village or of the town."""
    found = {}
    for register in declared:
        rows = register.model.objects
        record = rows.within(here.own).first() or rows.within(here.town).first()
        assert record, f"the small town has no {register.title()}"
        own = {register.key[1]: getattr(record, register.key[1])}
        pages = dict.fromkeys(("", "change", "void", "revive"), own) | {"action": {**own, "action": "none"}}
        for action in register.actions_for_many():
            pages["many"] = {"action": action.name}
        for intake in register.intakes:
            known = {"into": into(register, intake).objects.within(here.town).first().pk} if intake.into else {}
            pages |= dict.fromkeys([f"{intake.name}{page}" for page in ("", "_ticks", "_enter")], known)
        if register.parent:
            key = register.parent_key[1]
            pages["add"] = {key: getattr(getattr(record, register.parent), key)}
        if register.takes_documents:
            document = attach(record=record, file=SimpleUploadedFile("文件.pdf", b"%PDF-1.7"), proves="认定", by=user)
            of_document = {**own, "document": document.public_id}
            pages |= {"file_add": own, "file": of_document}
            pages |= {"file_show": of_document, "file_void": of_document}
        found |= {register.route(page): known for page, known in pages.items()}
    return found


def routes(resolver=None, prefix=""):
    """Every named route of the site with its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern
        else:
            yield from routes(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)


DATA = {
    "doubts:decide": {"decision": "refuse"},
    "find": {"text": "龙"},
    "labor:reveal": {"field": "phone", "reason": "推荐岗位"},
    "ledger:export": {"division": TOWN},
}


def strangers(route, staff):
    """What staff of the next town are answered: what names a record of this one, or this one, is not there."""
    names_one = ROUTES[route].pattern.converters.keys() - {"action"} or "division" in DATA.get(route, {})
    return 404 if names_one and not route.startswith(EVERYBODYS) and staff != 403 else staff


ROUTES = dict(routes())
for each in declared:
    TABLE |= dict(rows_of(each))
    for intake in each.intakes:
        TABLE |= dict(choosing(each, intake))
for each, columns in TABLE.items():
    of_auditors = OF_AUDITORS.get(each, 404 if set(columns) == {404} else 403)
    columns += [of_auditors, strangers(each[1], columns[ROLES.index("staff")])]


def accepts(route, method):
    view = getattr(ROUTES[route].callback, "view_class", None)
    if view is None:
        return method == "GET"
    return method.lower() in view.http_method_names and hasattr(view, method.lower())


SIGN_IN_OR_OUT = {"accounts:login", "accounts:logout", "accounts:password"}


@pytest.fixture
def clients(users):
    """A client for each role, signed in."""
    found = {role: PolicedClient() for role in ROLES}
    for client in found.values():
        client.announce(PHONE)
    sign_in(found, users)
    return found


def sign_in(clients, users):
    for role, user in users.items():
        if user:
            clients[role].force_login(user)


@pytest.fixture
def bare_refusals(monkeypatch):
    """Refusals without their page, which is the same for whatever was asked."""
    monkeypatch.setattr("wutuan.urls.handler403", lambda *_, **__: HttpResponseForbidden(), raising=False)


@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("everybody", [False, pytest.param(True, marks=pytest.mark.long)], ids=["some", "everybody"])
@pytest.mark.parametrize("app", sorted({route.rpartition(":")[0] for _, route in TABLE}))
def test_routes_answer_each_role_as_the_table_says(clients, users, arguments, app, everybody):
    table = {each: asking(statuses, everybody) for each, statuses in TABLE.items() if each[1].rpartition(":")[0] == app}
    assert {
        each: answers(clients, users, *each, reverse(each[1], kwargs=arguments(each[1])), roles)
        for each, roles in table.items()
    } == table


def asking(statuses, everybody):
    """Who asks, and what they are answered; PostgreSQL one for each answer, and the next town's staff.

    Where not everybody asks, they do who are refused, and of those who are let in like the staff who see no names.
    """
    expected = dict(zip(ROLES, statuses, strict=True))
    if everybody:
        return expected
    if connection.vendor == "sqlite":
        return {role: each for role, each in expected.items() if role not in LIKE_STAFF or each != expected["staff"]}
    first = {expected[role]: role for role in reversed(["staff", *ROLES])}
    return {role: expected[role] for role in (*first.values(), "stranger")}


def test_htmx_is_told_to_go_and_sign_in_and_never_given_that_page_to_swap_in(client, arguments):
    wanted = {each for each, (anonymous, *_) in TABLE.items() if anonymous == 302}
    page = f"http://testserver{reverse('menu')}?x=1"
    answered = {}
    for method, route in wanted:
        address = reverse(route, kwargs=arguments(route))
        answer = client.generic(method, address, headers={"HX-Request": "true", "HX-Current-URL": page})
        answered[method, route] = (answer.status_code, answer.content, answer.headers.get("HX-Redirect"))
    assert len(answered) > 100
    way = f"{reverse('accounts:login')}?next={reverse('menu')}%3Fx%3D1"
    assert {each: found for each, found in answered.items() if found != (401, b"", way)} == {}


#: What some page or other is asked for.
ASKED = """
q page sort as_of division village kind by value since counts term method employer workplace next text after before
sheet day task due_on person subject
"""
NAMES = {*ASKED.split(), *(choice.name for register in declared for choice in filter_of(register).choices)}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite stores NUL like any other character")
@pytest.mark.parametrize("app", sorted({route.rpartition(":")[0] for _, route in TABLE}))
def test_control_characters_are_answered_like_nothing_on_every_route(clients, users, arguments, app):
    nothing = dict.fromkeys(NAMES, "\0\x0b")
    for method, route in TABLE:
        if route.rpartition(":")[0] == app:
            address = f"{reverse(route, kwargs=arguments(route))}?{urlencode(nothing)}"
            role = "anonymous" if route in SIGN_IN_OR_OUT else "staff"
            data = nothing | dict.fromkeys(DATA.get(route, {}), "\0") if method == "POST" else {}
            assert answer(clients[role], method, address, data).status_code < 500, f"{method} {route}"


def answers(clients, users, method, route, address, roles):
    """The status for each of the roles; who is not signed in is led to the sign-in page."""
    found = {role: answer(clients[role], method, address, DATA.get(route, {})) for role in roles}
    if "anonymous" in found and found["anonymous"].status_code == 302:
        assert found["anonymous"].url.startswith(reverse("accounts:login"))
    if route in SIGN_IN_OR_OUT:
        sign_in(clients, users)
    return {role: response.status_code for role, response in found.items()}


def answer(client, method, address, data):
    """What is answered; what was written is taken back."""
    with transaction.atomic():
        response = getattr(client, method.lower())(address, data)
        if response.streaming:
            list(response.streaming_content)  # a file is closed at its end
        transaction.set_rollback(True)
    return response


def test_who_has_no_division_writes_nothing_but_what_concerns_signing_in():
    nobody = ROLES.index("nobody")
    allowed = {
        route for (method, route), statuses in TABLE.items() if method == "POST" and statuses[nobody] not in (403, 404)
    }
    assert allowed == SIGN_IN_OR_OUT


def test_who_has_no_division_is_told_why(signed_in):
    refused = signed_in("nobody").post(reverse("reminders:read_all"))
    assert "您的账号还没有分配管辖区划" in refused.content.decode()


def test_the_table_has_every_route_by_every_way_it_answers():
    answered = {(method, route) for route in ROUTES for method in ("GET", "POST") if accepts(route, method)}
    assert sorted(TABLE.keys() ^ answered) == []
