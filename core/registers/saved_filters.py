"""常用筛选: how a list is narrowed down, kept under a name for oneself or for the office."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from core.models import SavedFilter
from core.models.lists import QUERY_LENGTH
from core.permissions import KEEP
from core.registers.layouts import ListPage
from core.registers.narrowing import filter_of


class SaveForm(forms.Form):
    """A name for how the list is narrowed down, and whether all the office has it."""

    name = forms.CharField(label="名称", max_length=20, help_text="例如：合同下月到期、登记超过20天")
    for_all = forms.BooleanField(label="本单位的人都能用", required=False)


class SaveFilter(ListPage):
    """常用筛选: how the list is narrowed down now gets a name, and those that have one are deleted."""

    template_name = "core/saved_filters.html"
    form_class = SaveForm

    @cached_property
    def narrowed(self) -> Any:
        return filter_of(self.register)(self.request.GET.dict(), user=self.request.user, on=self.on)  # type: ignore[arg-type]

    @property
    def saved(self) -> Any:
        return SavedFilter.objects.offered(self.request.user, self.page).select_related("user")

    def may_delete(self, each: SavedFilter) -> bool:
        """Their own, and the office's for who keeps its registers."""
        user: Any = self.request.user
        return bool(each.user_id == user.pk or user.has_perm(KEEP))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse(self.page)
        saved = [(each, f"{address}?{each.query}", self.may_delete(each)) for each in self.saved]
        return super().get_context_data(filter=self.narrowed, saved=saved, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        forgotten = request.POST.get("forget")
        return self.forget(forgotten) if forgotten else super().post(request, *args, **kwargs)

    def forget(self, key: str) -> HttpResponse:
        """What is deleted stands as the list's filter below, and is saved again at a press."""
        each = get_object_or_404(self.saved, pk=key if key.isdecimal() and len(key) < 10 else 0)
        if not self.may_delete(each):
            raise Http404
        each.delete()
        messages.success(self.request, f"已删除“{each.name}”。要恢复，条件还在这一页，重新存下即可。")
        return HttpResponseRedirect(f"{self.request.path}?{QueryDict(each.query).urlencode()}")

    def form_valid(self, form: Any) -> HttpResponse:
        query, user, name = self.narrowed.to_keep, self.request.user, form.cleaned_data["name"]
        try:
            self._save(user, name, query, for_all=form.cleaned_data["for_all"])
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        messages.success(self.request, f"已存为“{name}”。")
        return HttpResponseRedirect(f"{reverse(self.page)}?{query}")

    def _save(self, user: Any, name: str, query: str, *, for_all: bool) -> None:
        if not query:
            raise ValidationError("还没有筛选条件：请先在名单里筛选，再存下。查找框里的字不存。")
        if len(query) > QUERY_LENGTH or self.narrowed.is_wrong:
            raise ValidationError("条件读不懂，或者太长：请回名单里重新筛选，再存下。")
        division = next(iter(user.division_codes), "") if for_all else ""
        values = {"query": query, "division": division}
        SavedFilter.objects.update_or_create(user=user, page=self.page, name=name, defaults=values)
