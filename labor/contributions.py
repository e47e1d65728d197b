"""What labor contributes, by subject."""

import labor.employers.finding
import labor.employers.panels
import labor.employment.case_doubts
import labor.employment.checks
import labor.employment.derived
import labor.employment.doubts
import labor.employment.events
import labor.employment.panels
import labor.people.checks
import labor.people.doubts
import labor.people.events
import labor.people.finding
import labor.people.panels
import labor.people.quick
import labor.people.timeline
import labor.placement.checks
import labor.placement.doubts
import labor.placement.panels
import labor.placement.prospects
import labor.posts.checks
import labor.posts.doubts
import labor.posts.panels
import labor.sampling.derived
import labor.sampling.panels
import labor.verification.checks
import labor.verification.derived
import labor.verification.doubts
import labor.verification.panels
from core.contributions import contribute
from core.models import RelocationSite
from core.records.record import ROUTES

contribute(ROUTES, RelocationSite)("labor:site")
