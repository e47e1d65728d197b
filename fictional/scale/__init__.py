"""What the bench measures on: a county of as many people as one likes, the same every time."""
