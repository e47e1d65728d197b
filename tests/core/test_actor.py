"""Who acts is entered once, and history and audit ask for it."""

from contextlib import suppress

import pytest
from celery import Celery
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import User
from core.actor import NOBODY, ActorCommand, ActorTask, acting_as, current_actor, present
from core.middleware import ActorMiddleware
from core.models import Village

VILLAGE = "430529104206"


@pytest.fixture
def clerk(db):
    return User.objects.create_user("clerk")


def test_nobody_acts_until_somebody_is_entered():
    assert current_actor() is None
    assert present() is NOBODY


def test_an_actor_is_left_again_also_after_an_error(clerk):
    with suppress(ZeroDivisionError), acting_as(clerk):
        raise ZeroDivisionError
    assert current_actor() is None


def test_an_inner_actor_gives_way_to_the_outer_one(clerk):
    with acting_as(clerk):
        with acting_as(None, label="核对"):
            assert current_actor() is None
            assert present().name == "核对"
        assert present().name == "clerk"


def test_a_visitor_who_has_not_signed_in_is_nobody():
    with acting_as(AnonymousUser(), label="未登录"):
        assert current_actor() is None
        assert present().name == "未登录"


def test_the_history_of_a_saved_row_names_the_actor(clerk):
    with acting_as(clerk):
        village = Village.objects.create(code=VILLAGE, name="木瓜村")
    assert village.history.get().history_user == clerk


def test_the_history_of_rows_written_in_bulk_names_the_actor(clerk):
    villages = Village.objects.bulk_create([Village(code=VILLAGE, name="木瓜村")])
    with acting_as(clerk):
        Village.history.bulk_history_create(villages)
    assert Village.history.get().history_user == clerk


def test_the_history_of_a_row_that_nobody_saved_names_nobody(db):
    village = Village.objects.create(code=VILLAGE, name="木瓜村")
    assert village.history.get().history_user is None


def test_the_middleware_enters_the_user_of_the_request(clerk):
    request = RequestFactory().get("/", REMOTE_ADDR="10.1.2.3")
    request.user = clerk
    seen = []
    ActorMiddleware(lambda request: seen.append((current_actor(), present().ip)) or HttpResponse())(request)
    assert seen == [(clerk, "10.1.2.3")]
    assert present() is NOBODY


def test_signing_in_changes_the_actor_of_the_same_request(clerk):
    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    seen = []

    def sign_in(request):
        seen.append(current_actor())
        request.user = clerk
        seen.append(current_actor())
        return HttpResponse()

    ActorMiddleware(sign_in)(request)
    assert seen == [None, clerk]


def test_a_request_that_fails_early_has_no_user_and_still_an_actor():
    seen = []
    ActorMiddleware(lambda request: seen.append(present().name) or HttpResponse())(RequestFactory().get("/"))
    assert seen == ["未登录"]


class WhoAmI(ActorCommand):
    def handle(self, *args, **options):
        return present().name


def test_a_command_acts_under_the_name_of_the_system_account(db, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "operator")
    assert call_command(WhoAmI()) == "命令行（operator）"


def test_a_command_runs_where_the_system_account_has_no_name(db, monkeypatch):
    def nameless():
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert call_command(WhoAmI()) == "命令行（未知账号）"


def test_a_command_called_by_somebody_acts_for_them(clerk):
    with acting_as(clerk):
        assert call_command(WhoAmI()) == "clerk"


@pytest.fixture
def who_acts():
    app = Celery("tests", task_cls=ActorTask, broker="memory://", set_as_current=False)
    app.conf.task_always_eager = True
    app.conf.task_store_eager_result = False

    @app.task(name="who_acts", shared=False)
    def who_acts():
        return present().name

    return who_acts


def test_a_task_acts_for_the_user_who_queued_it(clerk, who_acts):
    with acting_as(clerk):
        queued = who_acts.delay()
    assert queued.get() == "clerk"


def test_a_task_that_the_clock_queued_acts_by_itself(db, who_acts):
    assert who_acts.delay().get() == "后台任务 who_acts"
