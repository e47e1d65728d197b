"""The documents that set up the year's plan and its working group, as a register."""

from core.registers import OfTown
from oversight.models import (
    OrganisationDocument,
)


class DocumentRegister(OfTown):
    model = OrganisationDocument
    columns = ("name", "year", "kind", "number", "issued_on")
    filters = ("kind",)
    search = ("name", "number")
    fields = ("town", "year", "kind", "name", "number", "issued_on", "leader")
    counted_in = ("action_plan", "working_group")
    takes_documents = True
