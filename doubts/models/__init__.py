"""What people decide about doubts: which are exempted, and what the rules ask in this town."""

from doubts.models.exemptions import Exemption
from doubts.models.settings import RuleSetting

__all__ = ["Exemption", "RuleSetting"]
