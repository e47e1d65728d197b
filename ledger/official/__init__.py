"""Lists that are handed in or posted up, in the form that offices know: each is a file of data (ADR 0082)."""
