"""Pages that make several accounts, or give several accounts other slips, at once."""

from typing import Any

from django.http import HttpResponse
from django.views.generic import FormView

from accounts.batch.forms import MOST, BatchForm, ReissueForm
from accounts.batch.making import make, reissue
from accounts.batch.wanted import wanted
from accounts.models import User
from accounts.rules import MANAGE
from accounts.slips import SlipsMixin
from accounts.users.filters import AccountFilter
from core.views import DayMixin, OnceMixin, PermissionMixin


class BatchView(SlipsMixin, PermissionMixin, DayMixin, OnceMixin, FormView):
    """A list is shown as it was understood, line by line; confirmed, its good lines become accounts with slips."""

    permission_required = MANAGE
    template_name = "accounts/batch/form.html"
    form_class = BatchForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user, "on": self.today}

    def form_valid(self, form: BatchForm) -> HttpResponse:
        if not form.is_confirmed:
            return self.shown(form)
        made = make(form.wanted, by=self.request.user, on=self.today)
        if made.slips:
            return self.show(made.slips, made.refused)
        for words in made.refused:
            form.add_error(None, words)
        return self.form_invalid(form)

    def shown(self, form: BatchForm) -> HttpResponse:
        """The list as it was understood; below it the same lines, to be put right."""
        rows = wanted(form.wanted, by=self.request.user, on=self.today)
        good = [each.line for each in rows if not each.fault]
        lines = "\n".join(each.person.line for each in rows)
        again = BatchForm(by=self.request.user, on=self.today, initial={"token": form.cleaned_data["token"]})
        again.initial |= {"holders": [], "people": lines}
        told = {"rows": rows, "good": good, "lines": "\n".join(good)}
        return self.render_to_response(self.get_context_data(form=again, **told))


class ReissueView(SlipsMixin, PermissionMixin, DayMixin, OnceMixin, FormView):
    """Other slips for several accounts: those that the filter of the list leaves."""

    permission_required = MANAGE
    template_name = "accounts/batch/reissue.html"
    form_class = ReissueForm

    def accounts(self) -> Any:
        user: Any = self.request.user
        rows = User.objects.visible_to(user).open(self.today).exclude(pk=user.pk)
        return AccountFilter(self.request.GET.dict(), user=user, on=self.today).narrow(rows)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "accounts": self.accounts()}

    def form_valid(self, form: ReissueForm) -> HttpResponse:
        return self.show(reissue(form.cleaned_data["accounts"], by=self.request.user))  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        ticked = {str(each) for each in context["form"]["accounts"].value() or ()}
        rows = self.accounts().with_divisions().with_standing(self.today)[:MOST]
        told = [
            {"account": each, "state": each.state(self.today), "is_ticked": str(each.pk) in ticked} for each in rows
        ]
        return context | {"rows": told, "most": MOST}
