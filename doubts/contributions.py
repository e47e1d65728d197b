"""The rules that look across the registers of several apps, and all rules as what a form asks once."""

import doubts.across
import doubts.beside
import doubts.days_ahead
import doubts.preview
import doubts.saved
import doubts.score_effect
from core.checks import CHECKS, SWITCHES
from core.contributions import contribute
from doubts.entry import told_about
from doubts.entry_of_many import told_about_many
from doubts.holding import are_off
from doubts.neighbourhood import NEAR

for model in NEAR:
    contribute(CHECKS, model, find_many=told_about_many)(told_about)

contribute(SWITCHES)(are_off)
