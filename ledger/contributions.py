"""What the ledger contributes to the pages of others."""

from core.contributions import contribute
from labor.verification.views import LIST_ACTIONS, PROGRESS
from ledger.official import leads as leads

contribute(LIST_ACTIONS)("ledger/print_list.html")
contribute(PROGRESS)("ledger/paper_round.html")
