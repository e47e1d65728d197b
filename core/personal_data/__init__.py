"""Names and numbers of people: how they are written, checked and masked."""
