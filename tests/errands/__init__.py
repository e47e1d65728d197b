"""An app with a job that leaves a trace: installed by tests, and by the workers that tests start."""
