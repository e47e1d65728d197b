from django.core.management.base import BaseCommand

from tests.errands.models import Errand


class Command(BaseCommand):
    """Queue errands of the named kinds, and tell the workers of each twice."""

    def add_arguments(self, parser):
        parser.add_argument("kinds", nargs="+")

    def handle(self, *args, kinds, **options):
        for kind in kinds:
            Errand(kind=kind).enqueue().publish()
