"""The tap that recommends a vacancy."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from core.permissions import ENTER
from core.personal_data.names import user_label
from core.views import DayMixin, ScopedMixin, came_from
from labor.models import Person
from platforms.models import Vacancy
from platforms.recruitment.matching import offered_to
from platforms.services.actions import recommend


class RecommendView(DayMixin, ScopedMixin, SingleObjectMixin, View):
    """One tap records that a vacancy was recommended; a second one the same day says that it is recorded."""

    model = Person
    permission_required = ENTER
    slug_field = slug_url_kwarg = "public_id"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = self.get_object()
        vacancy = self.get_vacancy(person)
        try:
            _, new = recommend(person=person, vacancy=vacancy, on=self.on, officer=user_label(request.user))
        except ValidationError as refusal:
            messages.warning(request, "".join(refusal.messages))
        else:
            messages.success(request, f"{'已记录' if new else '今天已经记录过'}岗位推荐：{vacancy}。")
        return redirect(came_from(request, person.get_absolute_url()))

    def get_vacancy(self, person: Person) -> Vacancy:
        number = self.request.POST.get("vacancy", "")
        pk = number if number.isdecimal() and len(number) < 19 else None
        return get_object_or_404(offered_to(person, self.on), pk=pk)
