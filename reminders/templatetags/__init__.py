"""Template tags of reminders."""
