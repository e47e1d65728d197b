"""Slips of paper with initial passwords. A password stands in one answer and nowhere else: it is kept as a hash."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User

SHOWN_BEFORE = "账号已经办好，密码只显示一次。没有印下来的，请点“重发登录条”。"


class Slip(NamedTuple):
    """What somebody is handed to sign in for the first time."""

    user: User
    password: str


class SlipsMixin:
    """A page whose work ends with slips, which are the answer itself: sent again, the form only says so."""

    request: Any
    leads_to = ""

    def show(self, slips: list[Slip], refused: Any = ()) -> HttpResponse:
        self.leads_to = reverse("accounts:account_list")
        return show(self.request, slips, refused)

    def sent_before(self, submission: Any) -> HttpResponse:
        messages.info(self.request, SHOWN_BEFORE)
        return HttpResponseRedirect(submission.leads_to)


def show(request: HttpRequest, slips: list[Slip], refused: Any = ()) -> HttpResponse:
    address = request.build_absolute_uri(reverse("home"))
    return render(request, "accounts/slips.html", {"slips": slips, "address": address, "refused": refused})
