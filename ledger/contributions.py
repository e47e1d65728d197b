"""What the ledger contributes to the pages of apps below, and to what it does itself."""

import ledger.comparisons.beside
import ledger.comparisons.settling
import ledger.official.leads
from core.contributions import contribute
from labor.verification.views import LIST_ACTIONS, PROGRESS

contribute(LIST_ACTIONS)("ledger/print_list.html")
contribute(PROGRESS)("ledger/paper_round.html")
