"""What is asked about public-benefit posts."""

from typing import Any

from django import forms

from core.forms import RecordForm
from labor.employers.forms import NamesEmployer
from labor.employers.naming import employers_at

#: What posts are called in the ledgers of the region.
POST_KINDS = ("保洁", "护林", "巡逻", "看护护理", "道路管护", "水管护", "河道管护", "公共设施管护", "就业服务协理")


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
