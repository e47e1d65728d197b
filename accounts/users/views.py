"""Pages of accounts, for those who keep them: somebody else's account is not found."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from accounts import keeping, locks, passwords, sessions
from accounts.models import User
from accounts.posts import POSTS
from accounts.rules import MANAGE
from accounts.slips import Slip, SlipsMixin
from accounts.users.filters import AccountFilter
from accounts.users.forms import AccountForm, EndForm
from accounts.users.tables import AccountTable
from accounts.users.wording import OPENS, opened_by
from core.views import DayMixin, OnceMixin, PermissionMixin, RegisterListView, ScopedMixin


class AccountListView(RegisterListView):
    """The accounts that the user keeps."""

    model = User
    permission_required = MANAGE
    template_name = "accounts/users/list.html"
    table_class = AccountTable
    filter_class = AccountFilter
    nothing_yet = "还没有别的账号。点“新建一个”，给每个村的经办员各建一个。"
    nothing_found = "没有符合条件的账号。请放宽筛选条件。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = User.objects.visible_to(self.request.user).left(self.today).count()
        return super().get_context_data(left=left, **kwargs)


class AccountMixin(ScopedMixin, DayMixin, SingleObjectMixin):
    """One account that the user keeps."""

    model = User
    permission_required = MANAGE
    context_object_name = "account"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_divisions().with_standing(self.today)

    @cached_property
    def object(self) -> User:
        found: User = self.get_object()
        return found


class AccountView(AccountMixin, DetailView):
    """An account: what it opens, whose it is, how it stands, and what can be done with it."""

    template_name = "accounts/users/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.object
        return super().get_context_data(
            state=account.state(self.today),
            has_ended=account.has_ended(self.today),
            opens=OPENS.get(account.role, ""),
            opened=opened_by(account.given_divisions),
            posts=[each for post in POSTS for each in post.holders_of(account)],
            locked=locks.locked_addresses(account.username),
            sessions=sessions.open_of(account, None),
            is_own=account.pk == self.request.user.pk,
            **kwargs,
        )


class AccountFormView(OnceMixin, FormView):
    """A form about one account."""

    request: Any
    template_name = "accounts/users/form.html"
    object: User | None = None
    heading = verb = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"heading": self.heading, "verb": self.verb, "account": self.object}
        return super().get_context_data(**{**told, **kwargs})

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return self.led(self.object.get_absolute_url())  # type: ignore[union-attr]


class KeepView(AccountFormView):
    """What an account is."""

    form_class = AccountForm

    def get_form_kwargs(self) -> dict[str, Any]:
        on = timezone.localdate()
        return {**super().get_form_kwargs(), "by": self.request.user, "on": on, "account": self.object}


class AccountAddView(SlipsMixin, PermissionMixin, KeepView):
    """A new account, with a slip for whoever is to have it."""

    permission_required = MANAGE
    heading, verb = "新建账号", "新建"

    def form_valid(self, form: AccountForm) -> HttpResponse:
        user = form.save()
        return self.show([Slip(user, form.password)]) if user else self.form_invalid(form)


class AccountChangeView(AccountMixin, KeepView):
    """Another name, role or other divisions."""

    heading, verb = "修改账号", "保存"

    def form_valid(self, form: AccountForm) -> HttpResponse:
        return self.done("账号已修改，下一次打开网页就按新的来。") if form.save() else self.form_invalid(form)


class AccountEndView(AccountMixin, AccountFormView):
    """Nobody signs in with it any more."""

    form_class = EndForm
    heading, verb = "停用账号", "停用"

    def get_initial(self) -> dict[str, Any]:
        return {"ended_on": self.today}

    def form_valid(self, form: EndForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            keeping.end(self.object, on=said["ended_on"], reason=said["reason"], by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        return self.done(f"账号从 {said['ended_on']} 起停用。做过的事仍记在这个账号名下。")


class AccountAction(AccountMixin, OnceMixin, View):
    """Something done to an account by a button; afterwards one is back at its page."""

    http_method_names = ["post"]

    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = self.get_object()
        try:
            messages.success(request, self.act(account))
        except ValidationError as refused:
            messages.error(request, "；".join(refused.messages))
            return HttpResponseRedirect(account.get_absolute_url())
        return self.led(account.get_absolute_url())

    def act(self, account: User) -> str:
        """Do it; what was done, in words."""
        raise NotImplementedError


class AccountReviveView(AccountAction):
    def act(self, account: User) -> str:
        keeping.revive(account, by=self.request.user)
        return "账号已恢复使用。忘了密码就点“重发登录条”。"


class AccountUnlockView(AccountAction):
    def act(self, account: User) -> str:
        found = keeping.unlock(account, addresses="addresses" in self.request.POST, by=self.request.user)
        return "已解除锁定，可以再登录。" if found else "这个账号现在没有被锁定。"


class AccountSignOutView(AccountAction):
    def act(self, account: User) -> str:
        keeping.sign_out(account, by=self.request.user)
        return "已结束这个账号在所有设备上的登录。"


class AccountResetView(SlipsMixin, AccountMixin, OnceMixin, View):
    """Another initial password, on a slip; the old one opens nothing any more."""

    http_method_names = ["post"]

    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        password = passwords.random_password()
        user = keeping.reset(self.get_object(), password, initial=True, by=request.user)  # type: ignore[arg-type]
        return self.show([Slip(user, password)])
