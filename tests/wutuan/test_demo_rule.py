"""Nothing there: the demo, said on every page. Begun by somebody: never. DEMO says otherwise only where that may be."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from accounts import demo
from accounts.models import User
from core import audit
from core.files import documents
from core.models import AuditEvent, Division, Document, Installation, holds_demo
from fictional.one_of_everything import build
from wutuan import demo_rule
from wutuan.management.commands.start import Command

BAND = "演示数据：人和事都是编造的"


def settle():
    """What `start` does between making tables and serving; returns what it says."""
    printed = StringIO()
    Command(stdout=printed).load_demo_where_nothing_is()
    return printed.getvalue()


@pytest.fixture
def small_demo(db, monkeypatch):
    """The demo town takes seconds, and is tested elsewhere: here it is one account."""
    monkeypatch.setattr("wutuan.management.commands.load_demo.Command.handle", lambda *args, **options: begin_demo())


def begin_demo():
    Installation.decide(is_demo=True)
    User.objects.create(username=demo.CLERK.username)


@pytest.mark.parametrize("wanted", [None, True])
def test_where_nothing_is_the_demo_is_loaded_once(small_demo, settings, wanted):
    settings.DEMO = wanted
    assert "正在载入演示数据" in settle()
    assert holds_demo()
    assert settle() == ""


def test_what_began_without_the_demo_stays_without(small_demo, settings):
    settings.DEMO = False
    assert settle() == ""
    settings.DEMO = None
    assert settle() == ""
    assert not holds_demo()


def bootstrapped_by_hand():
    call_command("bootstrap", stdout=StringIO())


def somebody_has_an_account():
    User.objects.create(username=demo.CLERK.username)


@pytest.mark.parametrize("begin", [bootstrapped_by_hand, somebody_has_an_account, build])
def test_where_somebody_has_begun_there_is_no_demo_and_who_wants_it_is_told_why(small_demo, settings, begin):
    begin()
    assert settle() == ""
    settings.DEMO = True
    with pytest.raises(CommandError, match=r"DEMO=1 不能照办：.+要看演示，请另设 DATABASE_URL"):
        settle()
    assert not holds_demo()


def test_another_town_gets_no_demo(small_demo, settings):
    settings.HOME_TOWN = "430529106"
    assert settle() == ""
    settings.DEMO = True
    with pytest.raises(CommandError, match="五团镇"):
        settle()


def test_a_start_cut_off_before_the_demo_was_there_loads_it_the_next_time(db):
    call_command("bootstrap", undecided=True, stdout=StringIO())
    assert demo_rule.refusal() == ""


# --- said on every page ---


def test_every_page_says_that_all_is_made_up(signed_in, client):
    pages = ("/accounts/login/", "/no-such-page/", "/people/")
    assert [BAND in client.get(page).text for page in pages] == [False, False, False]
    Installation.decide(is_demo=True)
    assert BAND in client.get(pages[0]).text
    signed_in("staff")
    assert [BAND in client.get(page).text for page in pages[1:]] == [True, True]


# --- removed ---


@pytest.fixture
def demo_town(transactional_db):
    call_command("bootstrap", undecided=True, stdout=StringIO())
    Installation.decide(is_demo=True)
    demo.create()
    file = ContentFile(b"%PDF-1.7 made up", name="认定文件.pdf")
    record = Division.objects.first()
    documents.attach(record=record, file=file, proves="认定", by=User.objects.get(username="staff"))


def test_removed_it_leaves_an_empty_database_for_ones_own(demo_town):
    file = Document.objects.get().file.name
    call_command("remove_demo", "--yes", stdout=StringIO())
    assert (holds_demo(), Installation.objects.exists()) == (False, True)
    assert (User.objects.count(), Document.objects.count(), default_storage.exists(file)) == (0, 0, False)
    assert Division.objects.count() > 3000
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == ["bootstrap", "demo_removed"]
    assert audit.verify().fault == ""


def test_it_is_not_removed_by_mistake(db, monkeypatch):
    begin_demo()
    monkeypatch.setattr("builtins.input", lambda question: "y")
    with pytest.raises(CommandError, match="没有确认"):
        call_command("remove_demo")
    assert User.objects.exists()


def test_what_is_no_demo_is_never_removed(db):
    Installation.decide(is_demo=False)
    User.objects.create(username="jingban")
    with pytest.raises(CommandError, match="没有演示数据"):
        call_command("remove_demo", "--yes")
    assert User.objects.exists()
