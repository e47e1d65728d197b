"""Signing in and out, and one's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView, UpdateView, View

from accounts import sessions
from accounts.auditors import may_visit_route, open_to_auditors
from accounts.divisions import with_slip, without_division
from accounts.models import OpenSession
from core import audit
from core.models import AuditEvent

VOID_SLIP = "登录条上的初始密码已经过期"


class SignInForm(AuthenticationForm):
    """Who has the right password of a slip that is void is told so; nobody else learns that there is one."""

    slip_is_void = False

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        self.slip_is_void = user.slip_is_void
        if self.slip_is_void:
            raise ValidationError(VOID_SLIP, code="void_slip")


@with_slip
@without_division
class SignInView(LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        audit.record(AuditEvent.Action.SIGN_IN)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        audit.record(AuditEvent.Action.SIGN_IN_FAILED)
        return super().form_invalid(form)


@open_to_auditors
@with_slip
@without_division
class SignOutView(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.record(AuditEvent.Action.SIGN_OUT)
        return super().post(request, *args, **kwargs)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What axes answers once a name was tried too often from one address."""
    audit.record(AuditEvent.Action.LOCKED_OUT)
    return render(request, "accounts/locked.html", status=429)


@open_to_auditors
class ProfileView(TemplateView):
    template_name = "accounts/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_mail=may_visit_route(self.request.user, "accounts:email"), **kwargs)


class EmailView(UpdateView):
    """Where reminders are mailed to."""

    fields = ("email",)
    template_name = "accounts/email.html"
    success_url = reverse_lazy("accounts:profile")

    def get_object(self, queryset: Any = None) -> Any:
        return self.request.user

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        audit.record(AuditEvent.Action.SETTINGS_CHANGED, subject=form.instance, details={"changed": form.changed_data})
        messages.success(self.request, "邮箱已保存。")
        return super().form_valid(form)


@open_to_auditors
@with_slip
@without_division
class PasswordView(PasswordChangeView):
    """Another password of one's own; all other sessions end. The first one takes the place of the slip's."""

    def get_template_names(self) -> list[str]:
        return ["accounts/first_password.html" if self.is_first else "accounts/password.html"]

    @property
    def is_first(self) -> bool:
        return self.request.user.initial_until is not None

    def get_success_url(self) -> str:
        return reverse("home" if self.was_first else "accounts:profile")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        self.was_first, form.user.initial_until = self.is_first, None
        key = self.request.session.session_key
        response = super().form_valid(form)
        sessions.follow(self.request, key)
        audit.record(AuditEvent.Action.PASSWORD_CHANGED)
        messages.success(self.request, "密码已修改。")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"sections": ()} if self.is_first else {}), **kwargs)


@open_to_auditors
class SessionsView(TemplateView):
    """Where one is signed in oneself: on what device, from what address, used when."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.request.session.session_key
        return super().get_context_data(sessions=sessions.open_of(self.request.user, key), **kwargs)


@open_to_auditors
@without_division
class SessionEndView(View):
    """Ends a session of one's own; the one that asks ends by signing out."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        others = OpenSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)  # type: ignore[misc]
        ended = get_object_or_404(others, pk=pk)
        sessions.close(others.filter(pk=ended.pk))
        audit.record(AuditEvent.Action.SESSIONS_ENDED, subject=request.user, details={"sessions": 1, "own": True})  # type: ignore[arg-type]
        messages.success(request, f"“{ended.device}”上的登录已结束。")
        return redirect("accounts:sessions")
