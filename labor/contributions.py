"""What labor contributes, by subject."""

import labor.employment.checks
import labor.employment.derived
import labor.employment.panels
import labor.people.checks
import labor.people.finding
import labor.people.panels
import labor.people.quick
import labor.people.timeline
import labor.placement.checks
import labor.placement.panels
import labor.placement.prospects
import labor.posts.checks
import labor.verification.checks
import labor.verification.derived
from core.contributions import contribute
from core.models import RelocationSite
from core.records.record import ROUTES

contribute(ROUTES, RelocationSite)("labor:site")
