"""岗位出勤: all posts of a month in a grid."""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property

from core.pages.days import FIRST, MonthField
from core.pages.leading import leads_of
from core.periods import days_of_month, month_end, month_ends_before
from core.personal_data.names import display_name
from core.registers.writing import WritePage
from core.workdays import Workdays
from labor.models import PostAttendance, PublicBenefitPost
from labor.posts.attendance import allowances_in, take_month
from labor.posts.forms import PostAttendanceForm
from labor.posts.registers import PublicBenefitPostRegister

#: So many posts stand on a page.
POSTS_A_PAGE = 100


class PostAttendanceView(WritePage):
    """Everybody who held a post in the month, or of whom it is written down, with the days on which they came."""

    register = PublicBenefitPostRegister
    model = PublicBenefitPost
    template_name = "labor/posts/attendance.html"
    form_class = PostAttendanceForm

    @cached_property
    def month(self) -> date:
        """The first day of the month that the address names, or of the last one that is over."""
        try:
            asked = MonthField().clean(self.request.GET.get("month", ""))
        except ValidationError:
            asked = next(month_ends_before(self.on))
        return max(min(asked, self.on), FIRST).replace(day=1)

    @property
    def grid(self) -> Any:
        posts = PublicBenefitPost.objects.visible_to(self.request.user).in_grid_of(self.month)
        return posts.select_related("person", "village").order_by("village", "person__name_pinyin", "code")

    @cached_property
    def page(self) -> Any:
        return Paginator(self.grid, POSTS_A_PAGE).get_page(self.request.GET.get("page"))

    @cached_property
    def posts(self) -> list[PublicBenefitPost]:
        """Those of the page, or those that the form was sent with: others may have come onto the page since."""
        if self.request.method == "POST":
            return PostAttendanceForm.asked(self.grid, self.request.POST)
        return list(self.page)

    @cached_property
    def known(self) -> dict[int, PostAttendance]:
        rows = PostAttendance.objects.visible_to(self.request.user).of_month(self.month)
        return {row.post_id: row for row in rows.filter(post__in=self.posts)}

    @property
    def usual_days(self) -> int:
        """What is due as most have it, or the workdays of the month."""
        told = Counter(row.days_due for row in self.known.values())
        if told:
            return told.most_common(1)[0][0]
        workdays = Workdays.stored()
        return sum(day in workdays for day in days_of_month(self.month))

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"posts": self.posts, "known": self.known, "month": self.month}
        given["allowances"] = allowances_in(self.month, self.posts)
        given["initial"] = {"days_due": self.usual_days}
        return {**super().get_form_kwargs(), **given}

    def act(self, form: Any) -> str:
        number, left_alone = take_month(month=self.month, told=form.told, on=self.on)
        self.done = f"已保存 {number} 个岗位。做错了可以在“变更登记”里一次撤销。" if number else "没有改动。"
        if left_alone:
            names = "、".join(display_name(post.person, self.request.user) for post in left_alone)
            messages.warning(self.request, f"您打开这一页以后，别人登记过这些人，没有改动，请看现在的数：{names}")
        return f"{reverse('labor:post_attendance')}?month={self.month:%Y-%m}&page={self.page.number}"

    def get_heading(self) -> str:
        return "岗位出勤"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"before": next(month_ends_before(self.month)), "after": self._after}
        told["leads"] = leads_of("labor:post_attendance", self.request.user)
        return super().get_context_data(month=self.month, page=self.page, **told, **kwargs)

    @property
    def _after(self) -> date | None:
        """The month after it, where that has begun."""
        following = date.fromordinal(month_end(self.month).toordinal() + 1)
        return following if following <= self.on else None
