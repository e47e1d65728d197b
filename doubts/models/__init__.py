"""What the rules have found, and what people decide about it: which is exempted, and what the rules ask here."""

from doubts.models.exemptions import Exemption
from doubts.models.listed import ListedDoubt
from doubts.models.settings import RuleSetting

__all__ = ["Exemption", "ListedDoubt", "RuleSetting"]
