"""What is asked about public-benefit posts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import RecordForm, TokenForm
from labor.employers.forms import NamesEmployer
from labor.employers.naming import employers_at
from labor.posts.attendance import DaysOfPost
from labor.posts.models import PostAttendance, PublicBenefitPost

#: What posts are called in the ledgers of the region.
POST_KINDS = ("保洁", "护林", "巡逻", "看护护理", "道路管护", "水管护", "河道管护", "公共设施管护", "就业服务协理")

NOT_HELD = "这个月不在岗，不上公示表；没有出勤的填 0"


class PostForm(NamesEmployer, RecordForm):
    """A public-benefit post; as a rule the village committee employs and manages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("kind", POST_KINDS)
        committee = f"{self.instance.person.village}村民委员会"
        self.suggest_employers(employers_at(self.instance.person.village_id), (committee,))
        self.suggest("manager", (committee,))

    def usual(self) -> dict[str, Any]:
        """Employed and managed by whom the person's last post was."""
        held = self.instance.person.public_benefit_posts.visible_to(self.user)
        last = held.order_by("-contract_started_on", "-pk").first()
        return {**super().usual(), **({name: getattr(last, name) for name in ("employer", "manager")} if last else {})}


class RenewForm(RecordForm):
    """A contract that goes on; the allowance is asked only where it is another now, so that many may keep their own."""

    new_allowance = forms.DecimalField(
        label="新的月补贴", max_digits=12, decimal_places=2, min_value=0, required=False, help_text="不变的不填"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (allowance := cleaned.get("new_allowance")) is not None:
            self.instance.monthly_allowance = allowance
        return cleaned


class EndPostForm(RecordForm):
    """A post that is given up before the contract runs out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("end_reason", ("本人辞职", "外出务工", "身体原因", "考核不合格", "超龄", "去世", "岗位撤销"))


class PostAttendanceForm(TokenForm):
    """On how many days of a month each of `posts` was attended, and by which of the `allowances` it is paid.

    `known` is what is written down already, by post. What each post was shown with is sent along, so that two who
    write at once do not undo each other, and nothing is said of a post that was not shown.
    """

    days_due = forms.IntegerField(label="规定出勤天数", min_value=1, max_value=31)
    all_came = forms.BooleanField(label="没有填的都是满勤", required=False)

    def __init__(
        self, *args: Any, posts: Sequence[PublicBenefitPost], known: Mapping[int, PostAttendance],
        allowances: Mapping[int, Decimal], month: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.posts, self.known, self.month = posts, known, month
        for post in posts:
            row = known.get(post.pk)
            self.fields |= {
                f"days-{post.pk}": forms.IntegerField(
                    min_value=0, max_value=31, required=False, initial=row and row.days_attended,
                    help_text="" if post.is_held_in(month) else NOT_HELD,
                    widget=forms.NumberInput(attrs={"aria-label": f"{post.code} 出勤天数"}),
                ),
                f"allowance-{post.pk}": forms.DecimalField(
                    min_value=0, max_digits=12, decimal_places=2, required=False,
                    initial=row.allowance if row else allowances[post.pk],
                    widget=forms.NumberInput(attrs={"aria-label": f"{post.code} 月补贴"}),
                ),
                f"shown-{post.pk}": forms.CharField(
                    required=False, initial=row.says if row else "", widget=forms.HiddenInput
                ),
            }  # fmt: skip

    @staticmethod
    def asked(posts: Iterable[PublicBenefitPost], sent: Mapping[str, Any]) -> list[PublicBenefitPost]:
        """Those of the posts that were on the form when it was filled in."""
        return [post for post in posts if f"shown-{post.pk}" in sent]

    @property
    def lines(self) -> list[tuple[PublicBenefitPost, PostAttendance | None, Any, Any, Any]]:
        """Each post with what is written down of it, and its fields."""
        names = ("days", "allowance", "shown")
        return [(post, self.known.get(post.pk), *(self[f"{name}-{post.pk}"] for name in names)) for post in self.posts]  # type: ignore[misc]

    @property
    def told(self) -> list[DaysOfPost]:
        """What is said of each post that something is said of."""
        sent = self.cleaned_data
        due, all_came = sent["days_due"], sent["all_came"]
        days = {post: sent[f"days-{post.pk}"] for post in self.posts}
        said = {post: due if number is None and all_came else number for post, number in days.items()}
        return [
            DaysOfPost(post, number, due, sent[f"allowance-{post.pk}"], sent[f"shown-{post.pk}"])
            for post, number in said.items()
            if number is not None
        ]

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        for post in self.posts:
            days, allowance = f"days-{post.pk}", f"allowance-{post.pk}"
            if days not in self.errors and (why := self._refused(post, sent)):
                self.add_error(days, why)
            if (sent.get(days) is not None or sent.get("all_came")) and sent.get(allowance, "") is None:
                self.add_error(allowance, "请填这个月的月补贴")
        return sent

    def _refused(self, post: PublicBenefitPost, sent: Mapping[str, Any]) -> str:
        """What is wrong with the days of a post, if anything is."""
        days, due = sent.get(f"days-{post.pk}"), sent.get("days_due")
        if days is not None:
            return f"多于规定的{due}天" if due and days > due else ""
        if sent.get(f"shown-{post.pk}"):
            return "已经登记过，没有出勤的填 0"
        return "不是整月在岗，请填天数" if sent.get("all_came") and not post.is_held_all(self.month) else ""
