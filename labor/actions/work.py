"""What is done to people's work."""

from django.db import transaction

from labor.models import Employment, JobSeekingCase


@transaction.atomic
def start_job(*, job: Employment) -> Employment:
    """Record a new job; cases of the person that are open on its first day close by it.

    A case without an end that an earlier job or the person's leaving has closed is left alone.
    """
    cases = JobSeekingCase.objects.filter(person=job.person, ended_on=None).open(job.started_on)
    closing = list(cases.select_for_update(of=("self",)))
    job.save()
    for case in closing:
        case.ended_on, case.end_reason = job.started_on, JobSeekingCase.EndReason.EMPLOYED
        case._change_reason = f"{job.started_on} 到{job.employer}工作"[:100]
        case.save()
    return job
