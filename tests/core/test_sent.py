"""What is sent holds no control characters, wherever it is read."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from core.middleware import readable
from labor.models import Person


def test_texts_and_names_lose_them_and_keep_their_lines():
    sent = QueryDict("q=%00a%0b&n%00ote=1%0a%092&n%00ote=3")
    assert dict(readable(sent).lists()) == {"q": ["a"], "note": ["1\n\t2", "3"]}


def test_what_holds_none_is_left_as_it_is():
    sent = QueryDict("q=%E7%9F%B3%0a")
    assert readable(sent) is sent


@pytest.mark.parametrize("query", ["q=%00", "village=%00", "sort=%00", "page=%00", "%00=%00"])
def test_an_address_with_nul_is_answered_as_without(signed_in, query):
    client = signed_in("staff")
    for route in ("labor:case_list", "labor:person_list", "platforms:three_lists"):
        assert client.get(f"{reverse(route)}?{query}").status_code == 200


def test_nothing_stands_at_an_address_with_nul(signed_in):
    assert signed_in("staff").get("/villages/%00/").status_code == 404


def test_a_cookie_with_nul_signs_nobody_in(client, db):
    answer = client.get(reverse("home"), headers={"cookie": r'sessionid="\000aaaaaaaaaaaaaaaa"'})
    assert answer.url.startswith(reverse("accounts:login"))


def test_a_form_with_nul_is_stored_without(signed_in, small_town):
    page = reverse("labor:person_change", args=[small_town.person.public_id])
    client = signed_in("staff")
    form = client.get(page).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    client.post(page, {**sent, "phone": "", "name": "石\0新\x0b名", "confirmed": "1"})
    assert Person.objects.get(pk=small_town.person.pk).name == "石新名"
