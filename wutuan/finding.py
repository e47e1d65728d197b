"""全局查找: the one search box, and the entries of the menu among what it finds.

What is looked for comes by POST: names and numbers stay out of addresses, histories and logs (docs/adr/0046).
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic.edit import FormView

from core.contributions import contribute
from core.pages.finding import FINDERS, Hit, groups, spelled
from wutuan.navigation import SECTIONS, may_open

LONGEST = 60


@contribute(FINDERS, "页面", place=6, of_site=True)
def pages(text: str, user: Any) -> Iterable[Hit]:
    asked = text.lower()
    for section in SECTIONS:
        for link in section.links:
            if may_open(user, link) and (asked in link.label.lower() or asked in spelled(link.label)):
                yield Hit(link.label, section.label, reverse(link.route))


class FindForm(forms.Form):
    text = forms.CharField(
        label="查找",
        max_length=LONGEST,
        error_messages={"required": "请输入要找的字", "max_length": f"最多{LONGEST}个字，请写短些"},
    )


@method_decorator(sensitive_post_parameters("text"), name="dispatch")
class FindView(FormView):
    """What was found, by kind. Who types a number and finds one thing alone is led there."""

    form_class = FindForm
    template_name = "wutuan/find.html"

    def form_valid(self, form: FindForm) -> HttpResponse:
        text = form.cleaned_data["text"]
        found = list(groups(text, self.request.user))
        is_number = any(character.isdigit() for character in text)
        hits = [hit for group in found if not group.of_site for hit in group.hits]
        if is_number and len(hits) == 1:
            return redirect(hits[0].address)
        return self.render_to_response(self.get_context_data(form=form, groups=found, done=True, is_number=is_number))
