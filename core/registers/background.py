"""An action on many records in the background: a worker does it, a page says how far it is and leads on."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import TemplateView

from core.jobs.pages import OwnJob, asked_page
from core.jobs.queue import JobFailed
from core.models import ActionOnMany
from core.registers.asked_once import ONLY_THESE, Refusal
from core.registers.writing import CONFIRMED
from core.views import PartialMixin

CHANGED = "填好以后记录又变了，什么也没有写入，请回名单重新办一次"
TO_DECIDE = "有要您先定的，什么也没有写入"


def hear(request: HttpRequest) -> None:
    """Keep what a page says, where no browser waits for it."""
    request.session = {}  # type: ignore[assignment]
    MessageMiddleware(lambda _: HttpResponse()).process_request(request)


def carry_out(job: ActionOnMany) -> None:
    """Do all of it, or nothing where something has to be decided first, which is kept for whoever asked."""
    sent = f"{job.sent}&token={uuid4()}"  # the form's own token was claimed when it came
    view, asked = asked_page(job, refused="提交人已没有办理的权限", sent=sent), {}
    hear(view.request)
    view.tell = lambda done, total: job.progress(done, total, f"已核对 {done:,} 条")
    view.in_background = True
    view.ask_again = lambda wrong=None, **told: asked.update(told)
    try:
        with job.finishing():
            view.work(view.request)
            if not view.leads_to:
                raise JobFailed(TO_DECIDE if any(asked.values()) else CHANGED)
            job.leads_to = view.leads_to
            job.told = [(each.level, str(each), each.extra_tags) for each in messages.get_messages(view.request)]
            job.save(update_fields=["told", "leads_to"])
    except IntegrityError as same:  # somebody has written the same record a moment earlier
        raise JobFailed(CHANGED) from same
    except JobFailed:
        job.undecided = asked if any(asked.values()) else {}
        job.save(update_fields=["undecided"])
        raise


class OwnActionOnMany(OwnJob):
    model = ActionOnMany


class ActionOnManyPage(OwnActionOnMany, PartialMixin, TemplateView):
    """How far it is; once it is done, on to where the page would have led, with what it would have said."""

    template_name = "core/many_progress.html"
    partial = "progress"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job, htmx = self.job, request.htmx  # type: ignore[attr-defined]
        if job.is_over and htmx and not htmx.boosted:
            return HttpResponse(headers={"HX-Refresh": "true"})
        if job.state == job.State.DONE:
            for level, text, page in job.told:
                messages.add_message(request, level, text, extra_tags=page)
            return HttpResponseRedirect(job.leads_to)
        waiting = None if job.is_over else job
        asked = {**job.undecided, "refused": [Refusal(*each) for each in job.undecided.get("refused", ())]}
        return self.render_to_response(self.get_context_data(job=job, waiting=waiting, **asked))


class CancelActionOnMany(OwnActionOnMany):
    """取消: nothing of it is written, unless it is done already."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.job
        if job.cancel():
            messages.success(request, "已取消，什么也没有写入。")
        else:
            messages.warning(request, "已经结束，没有取消。")
        return redirect(reverse("action_on_many", args=[job.pk]))


class DecideActionOnMany(OwnActionOnMany):
    """只办其余的, 仍然办理: the same is handed to a worker once more, with what was decided."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            job = get_object_or_404(self.rows.select_for_update(), pk=self.kwargs["pk"])
            if job.undecided:
                decided = {name: "1" for name in (ONLY_THESE, CONFIRMED) if name in request.POST}
                job.sent, job.undecided = f"{job.sent}&{urlencode(decided)}", {}
                job.enqueue()
        return redirect(reverse("action_on_many", args=[job.pk]))
