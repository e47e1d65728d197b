"""What a page would answer at once, done by a worker as that page would have done it for the same user."""

from typing import Any, Self

from django.db import models
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.views.generic import View

from core.jobs.queue import Job, JobFailed


class OfPage(Job):
    """A job that a page has handed on; what else the page was asked, each kind knows."""

    address = models.CharField("页面", max_length=200)
    title = models.CharField("名称", max_length=100)
    #: The role and the divisions by which whoever asked was shown it.
    made_for = models.JSONField("提交时的角色和区划", default=list)

    class Meta(Job.Meta):
        abstract = True

    @classmethod
    def hand_on(cls, request: Any, *, title: str, **asked: Any) -> Self:
        """Have a worker do what a page was asked; asked for once more while it is being done, it is done once."""
        user = request.user
        asked |= {"title": title[:100], "address": request.path, "requested_by": user, "made_for": cls.rights_of(user)}
        running: Any = cls.objects.open().filter(**asked).first()
        return running or cls(**asked).enqueue()

    @staticmethod
    def rights_of(user: Any) -> list[str]:
        """What decides which rows somebody is shown, and how much of them."""
        return [user.role, *sorted(user.division_codes)]

    @property
    def is_still_theirs(self) -> bool:
        """Whoever asked would be shown the same today."""
        user = self.requested_by
        return bool(user and user.is_active and self.made_for == self.rights_of(user))


class OwnJob(View):
    """A job that the user has handed on; nobody else's is found."""

    model: type[OfPage]
    request: Any
    kwargs: dict[str, Any]

    @property
    def rows(self) -> Any:
        return self.model.objects.filter(requested_by=self.request.user)

    @property
    def job(self) -> Any:
        return get_object_or_404(self.rows, pk=self.kwargs["pk"])


def asked_page(job: OfPage, *, refused: str, query: str = "", sent: str = "") -> Any:
    """The page at the job's address, asked by the same user; `refused` says what they may do no longer."""
    match, request = resolve(job.address), HttpRequest()
    request.method, request.path = "POST", job.address
    request.GET, request.POST = QueryDict(query), QueryDict(sent)
    request.user, request.resolver_match = job.requested_by, match  # type: ignore[assignment]
    view: Any = match.func.view_class(**match.func.view_initkwargs)  # type: ignore[attr-defined]
    view.setup(request, *match.args, **match.kwargs)
    permission = view.permission_required
    if not job.is_still_theirs or (permission and not request.user.has_perm(permission)):
        raise JobFailed(refused)
    return view
