"""The menus stand on every page, so they may cost next to nothing."""

from django.urls import reverse


def test_the_views_behind_the_entries_are_looked_for_once_and_not_for_each_page(staff, monkeypatch):
    staff.get(reverse("menu"))
    monkeypatch.setattr("accounts.auditors.resolve", None)
    assert staff.get(reverse("menu")).status_code == 200
