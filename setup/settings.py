"""What the first start has set, changed later by an administrator on pages of their own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView

from core.models import Installation
from core.permissions import OPERATE
from core.views import PermissionMixin
from reminders.channels.setting import WaysOutForm
from setup.account_steps import BackupsForm, keep_backups_in


class SettingPage(PermissionMixin, FormView):
    """A form that is tried before it is saved."""

    permission_required = OPERATE
    template_name = "setup/setting.html"
    success_url = reverse_lazy("home")
    heading = told = verb = ""
    fields = "components/fields.html"
    #: The field that is to blame for what goes wrong.
    blamed: str | None = None

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done = self.act(form)
        except ValidationError as refusal:
            form.add_error(self.blamed, refusal)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return super().form_valid(form)

    def act(self, form: Any) -> str:
        """Do it; returns what is said of it. ValidationError says why not."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in ("heading", "told", "verb", "fields")}
        return super().get_context_data(**told, **kwargs)


class WaysOutView(SettingPage):
    form_class = WaysOutForm
    heading, verb, fields = "提醒发到哪里", "发测试消息并保存", "reminders/ways_out.html"
    told = "先发一条真的测试消息，发得出去才保存。消息里只有数量和日期，没有姓名和号码。"

    def get_initial(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"to": user.email}

    def act(self, form: Any) -> str:
        told: str = form.try_out()
        form.save()
        return told


class BackupFolderView(SettingPage):
    form_class = BackupsForm
    heading, verb, blamed = "备份放在哪里", "做一份备份并保存", "folder"
    told = (
        "保存时马上做一份，以后每天自动做一份：最近 7 天的都留着，再早的每周留一份，留 8 周，更早的自动删去。"
        "备份里有证件号码，要和数据库一样保密。"
    )

    def get_initial(self) -> dict[str, Any]:
        return {"folder": Installation.current().backup_folder}

    def act(self, form: Any) -> str:
        keep_backups_in(form.cleaned_data["folder"])
        return "已在那里做好一份备份，以后每天自动备份。"
