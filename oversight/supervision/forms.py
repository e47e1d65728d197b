"""What is asked about problems."""

from typing import Any

from accounts.models import LeadershipPost, Tenure
from core.assessment import codes_of
from core.forms import RecordForm, TownForm
from core.personal_data.names import user_label
from core.registers import declared
from oversight.models import Responsible


class ProblemForm(TownForm):
    """A problem, made somebody's: posts and people of the leadership group are suggested, others may be named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = LeadershipPost.objects.visible_to(self.user).exclude(duty="")
        self.suggest("post", posts.values_list("duty", flat=True))
        holders = Tenure.objects.visible_to(self.user).held(self.on)
        joined = Responsible.objects.visible_to(self.user).values_list("name", flat=True)
        self.suggest("responsible", [*holders.order_by("post").values_list("name", flat=True), *joined])
        self.suggest("sub_item", codes_of({name for register in declared for name in register.counted_in}, self.on))


class CloseForm(RecordForm):
    """销号: what was done, and who has seen that it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["confirmed_by"] = self.initial.get("confirmed_by") or user_label(self.user)
