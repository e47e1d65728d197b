"""The steps after the first account: what they write bears the administrator's name. All of them can wait."""

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.http import HttpResponse

from accounts.leadership import loading as leadership
from accounts.models import LeadershipPost
from core import audit
from core.forms import record_form
from core.models import AuditEvent, Installation
from core.wall import everywhere
from reminders.channels.setting import WaysOutForm
from scoring.beginning.forms import StartForm
from scoring.models import TownStart
from setup.views import StepPage
from setup.year_plan import OVERTAKEN, YearPlan, on_register


class PlanView(StepPage):
    """今年的方案和上年基数."""

    name = "plan"
    template_name = "setup/plan.html"

    def get_form(self, form_class: Any = None) -> Any:
        sent = (self.request.POST, self.request.FILES) if self.request.method == "POST" else (None, None)
        return YearPlan(*sent, user=self.request.user, town=self.place, on=self.on)

    def act(self, form: Any) -> None:
        form.save()


class StartDayView(StepPage):
    """启用日: from which day the town works with the program; what had ended before it stands apart."""

    name = "start"
    template_name = "setup/start.html"

    def get_form(self, form_class: Any = None) -> Any:
        make = record_form(TownStart, ("town", "started_on"), StartForm)
        sent = self.request.POST if self.request.method == "POST" else None
        started = on_register(TownStart, town_id=self.place)
        initial = None if started.pk else {"started_on": self.on}
        form = make(sent, instance=started, initial=initial, user=self.request.user, on=self.on)
        del form.fields["token"]  # saved twice, the step is the same
        return form

    def act(self, form: Any) -> None:
        Installation.locked()  # two browsers save one after the other
        if form.meanwhile:
            raise ValidationError(OVERTAKEN)
        form.save()


class LeadershipForm(forms.Form):
    """Who holds each post of 附件1; left blank a post is vacant."""

    started_on = forms.DateField(label="任职日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, group: leadership.LeadershipList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["started_on"].initial = group.started_on
        for number, post in enumerate(group.posts):
            if not post.held_by_platform_staff:
                rank = LeadershipPost.Rank(post.rank).label
                label = f"{rank}（名单第{number + 1}位）"
                self.fields[f"holder_{number}"] = forms.CharField(
                    label=label, max_length=50, required=False, initial=post.holder, help_text=post.duty
                )

    @property
    def filled_in(self) -> leadership.LeadershipList:
        """The list as it was typed; for a valid form."""
        holders = [self.cleaned_data.get(f"holder_{number}", "") for number in range(len(self.group.posts))]
        return self.group.held_by(holders, self.cleaned_data["started_on"])


class LeadershipView(StepPage):
    """领导小组: the posts of 附件1 with those who hold them. What is registered already is not asked again."""

    name = "leadership"
    template_name = "setup/leadership.html"
    form_class = LeadershipForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "group": leadership.listed().for_town(self.place)}

    def act(self, form: Any) -> None:
        Installation.locked()  # two browsers register one after the other
        with everywhere("the administrator sets up their own town"):
            leadership.register(form.filled_in)


class ChannelsView(StepPage):
    """提醒发到哪里: what is set is tried with a real message, and saved once that has gone out."""

    name = "channels"
    template_name = "setup/channels.html"
    form_class = WaysOutForm

    def get_initial(self) -> dict[str, Any]:
        user: Any = self.request.user
        site = self.request.build_absolute_uri("/").rstrip("/")
        return {"to": user.email, "site_url": WaysOutForm.Meta.model.current().site_url or site}

    def act(self, form: Any) -> None:
        told = form.try_out()
        form.save()
        messages.success(self.request, told)


class BackupsForm(forms.Form):
    folder = forms.CharField(
        label="备份文件夹",
        max_length=300,
        help_text="这台电脑上的完整路径，最好在另一块硬盘或移动硬盘上，例如 /media/backup/wutuan 或 D:\\备份",
    )

    def clean_folder(self) -> str:
        folder = Path(self.cleaned_data["folder"])
        if not folder.is_absolute():
            raise ValidationError("请写完整的路径，以 / 或盘符开头")
        return str(folder)


class BackupsView(StepPage):
    """备份放在哪里: a first backup is made there at once; only where that succeeds the folder is kept."""

    name = "backups"
    template_name = "setup/backups.html"
    form_class = BackupsForm

    def get_initial(self) -> dict[str, Any]:
        return {"folder": self.installation.backup_folder}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            keep_backups_in(form.cleaned_data["folder"])
        except ValidationError as refusal:
            form.add_error("folder", refusal)
            return self.form_invalid(form)
        messages.success(self.request, "已在那里做好第一份备份，以后每天自动备份。")
        return self.go_on()


def keep_backups_in(folder: str) -> None:
    """Make a backup in `folder` and, where that succeeds, have every day's go there. ValidationError says why not."""
    try:
        call_command("backup", folder, stdout=_Silent(), stderr=_Silent())
    except CommandError as failed:
        raise ValidationError(str(failed)) from failed
    Installation.objects.filter(pk=1).update(backup_folder=folder)
    audit.record(AuditEvent.Action.SETTINGS_CHANGED, details={"backup_folder": folder})


class _Silent:
    """Takes what a command prints, and keeps nothing."""

    def write(self, text: str) -> None: ...
