"""Of two towns with one of everything each, neither reads anything of the other, whatever it opens."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.http import FileResponse, HttpResponse, JsonResponse
from django.urls import reverse

from core.scoping import ScopedQuerySet
from core.wall import ScopedQuery
from fictional.one_of_everything import build_both
from fictional.profiles import DANKOU, WUTUAN
from tests.once import once
from tests.other_towns import OtherTowns, read_words
from tests.policies.test_access import DATA, SIGN_IN_OR_OUT, TABLE, arguments_of
from tests.small_town import STRANGER, USERS, add_users

pytestmark = once


@pytest.fixture
def users(db):
    return add_users(USERS | STRANGER)


@pytest.fixture
def towns(users):
    return build_both()


def asked(client, method, address, data):
    """What is answered to who asks; what was written is taken back. The client fails at words of another town."""
    with transaction.atomic():
        response = getattr(client, method.lower())(address, data)
        said = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return said.decode(errors="replace")


@pytest.mark.parametrize("app", sorted({route.rpartition(":")[0] for _, route in TABLE}))
def test_the_first_town_reads_nothing_of_the_next(client, users, towns, app):
    """The other direction is a column of the access table."""
    client.force_login(users["staff"])
    address_of = arguments_of(towns[1], {**users, "staff": users["stranger"], "clerk": users["stranger"]})
    for method, route in TABLE:
        if route.rpartition(":")[0] == app and route not in SIGN_IN_OR_OUT:
            asked(client, method, reverse(route, kwargs=address_of(route)), dict(DATA.get(route, {})))


def test_neither_town_has_a_word_that_the_other_has_too(towns):
    """A record that both have by one name would be read unnoticed."""
    words = read_words()
    assert {WUTUAN.town, DANKOU.town} == set(words)
    assert min(map(len, words.values())) > 45
    assert words[WUTUAN.town] & words[DANKOU.town] == set()
    assert {"石小军", "CJ01", "城步服装厂", WUTUAN.own, WUTUAN.town} <= words[WUTUAN.town]


@pytest.mark.parametrize("role", ["staff", "stranger"])
@pytest.mark.parametrize(
    ("method", "route"),
    [("GET", "labor:person_list"), ("POST", "labor:person_export"), ("GET", "workshops:workshop_add")],
    ids=["list", "workbook", "choices"],
)
def test_what_is_shown_to_the_wrong_town_fails(client, users, towns, monkeypatch, role, method, route):
    """In a list, a workbook and the choices of a form, in both directions, if the wall were down."""
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.all())
    monkeypatch.setattr(ScopedQuery, "refuse_unscoped", lambda query: None)
    client.force_login(users[role])
    with pytest.raises(AssertionError, match="of another town"):
        asked(client, method, reverse(route), {})


def archive(text):
    with ZipFile(file := BytesIO(), "w") as made:
        made.writestr("sheet.xml", text)
    return file.getvalue()


ANSWERS = {
    "page": lambda: HttpResponse("<p>丹口鞋厂</p>"),
    "code": lambda: HttpResponse("<p>CJ51</p>"),
    "entity": lambda: HttpResponse("&#20025;口鞋厂"),
    "JSON": lambda: JsonResponse({"name": "丹口鞋厂"}),
    "address": lambda: HttpResponse(headers={"Location": "/workshops/CJ51/"}),
    "CSV": lambda: HttpResponse("姓名,车间\n某,丹口鞋厂".encode(), content_type="text/csv"),
    "archive": lambda: HttpResponse(archive("丹口鞋厂"), content_type="application/zip"),
    "archive in an archive": lambda: HttpResponse(archive(archive("丹口鞋厂")), content_type="application/zip"),
    "file": lambda: FileResponse(BytesIO(archive("丹口鞋厂")), filename="车间.xlsx"),
    "name of a file": lambda: FileResponse(BytesIO(b""), as_attachment=True, filename="丹口鞋厂.xlsx"),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_word_is_found_in_whatever_is_answered(client, users, towns, monkeypatch, kind):
    monkeypatch.setattr("accounts.views.ProfileView.get", lambda view, *args, **kwargs: ANSWERS[kind]())
    client.force_login(users["staff"])
    with pytest.raises(AssertionError, match="of another town"):
        client.get("/accounts/me/")


def test_what_was_typed_may_be_answered_and_what_was_announced(client, users, towns, monkeypatch):
    monkeypatch.setattr(
        "accounts.views.ProfileView.get", lambda view, *args, **kwargs: HttpResponse("没有丹口鞋厂 CJ51")
    )
    client.force_login(users["staff"])
    client.announce("CJ51")
    assert client.get("/accounts/me/", {"q": "丹口鞋厂"}).status_code == 200


def test_a_code_inside_a_token_is_chance(towns):
    told = OtherTowns().told
    assert told("a token aCJ51b and 0CJ51", [WUTUAN.town]) == set()
    assert told("CJ51、丹口鞋厂", [WUTUAN.own]) == {"CJ51", "丹口鞋厂"}
    assert told("CJ51、丹口鞋厂", ["430529"]) == set()
    assert told("CJ51、CJ01", []) == {"CJ51", "CJ01"}
