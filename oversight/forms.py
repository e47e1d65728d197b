"""What is asked about payments and problems."""

from typing import Any

from accounts.models import LeadershipPost, Tenure
from core.forms import RecordForm, TownForm
from core.names import signed
from core.registers import declared
from oversight.models import PolicyPayment
from oversight.tables import RECIPIENTS


class PaymentForm(RecordForm):
    """A payment to somebody on the registers: by identity number, household code or workshop code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject_code"].help_text = "劳动力填证件号码，农户填户编号，帮扶车间填车间编号"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, code = cleaned.get("subject_kind"), cleaned.get("subject_code")
        if kind and code:
            model, key = RECIPIENTS[kind]
            if not model.objects.visible_to(self.user).filter(**{key: str(getattr(code, "plain", code))}).exists():
                label = PolicyPayment.SubjectKind(kind).label
                self.add_error("subject_code", f"管辖范围内没有这个编号的{label}，请核对对象类型和编号")
        return cleaned


class ProblemForm(TownForm):
    """A problem, made somebody's: posts and people of the leadership group are suggested, others may be named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = LeadershipPost.objects.visible_to(self.user).exclude(duty="")
        self.suggest("post", posts.values_list("duty", flat=True))
        holders = Tenure.objects.visible_to(self.user).held(self.on)
        self.suggest("responsible", holders.order_by("post").values_list("name", flat=True))
        self.suggest("sub_item", sorted(code for register in declared for code in register.feeds))


class CloseForm(RecordForm):
    """销号: what was done, and who has seen that it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["confirmed_by"] = self.initial.get("confirmed_by") or signed(self.user)
