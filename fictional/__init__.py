"""Towns that do not exist: the demo's (`story`) and the bench's (`scale`)."""
