"""The rules that look across the registers of several apps."""

import doubts.across
import doubts.days_ahead
