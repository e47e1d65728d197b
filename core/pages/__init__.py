"""What pages have in common: days, values, numbers that open their rows, panels, exports, faults of forms."""
