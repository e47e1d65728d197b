from django.db import models

from core.jobs.queue import Job


class Errand(Job):
    task = "tests.errands.tasks.run"
    kind = models.CharField(max_length=10, default="plain")


class Effect(models.Model):
    """What an errand is for. There must be one of each."""

    errand = models.ForeignKey(Errand, models.CASCADE)
    actor = models.CharField(max_length=150)

    def __str__(self):
        return f"{self.errand_id} {self.actor}"
