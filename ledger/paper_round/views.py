"""交回名单: the filled list of a paper round is uploaded, and what came of it told row by row."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import FormView

from core.files.pasting import PastedFile
from core.views import OnceMixin
from foreign.faults import UnreadableWorkbook
from labor.verification.views import VerificationPage
from ledger.paper_round.forms import ReturnedListForm
from ledger.paper_round.returned import read
from ledger.paper_round.taking import TakenList, take_back

LISTED = 100


class ReturnedListView(OnceMixin, VerificationPage, FormView):
    """Upload the list; sent twice, or uploaded twice, it is taken once."""

    template_name = "ledger/returned_list.html"
    form_class = ReturnedListForm

    def form_valid(self, form: ReturnedListForm) -> HttpResponse:
        sent = form.cleaned_data
        try:
            rows = read(sent["file"].read(), is_pasted=isinstance(sent["file"], PastedFile))
        except UnreadableWorkbook as reason:
            form.add_error("file", str(reason))
            return self.form_invalid(form)
        taken = take_back(rows, user=self.request.user, on=self.on, confirmed=sent["confirmed"])
        if taken.event:
            self.leads_to = reverse("event_list")
        return self.told(taken)

    def told(self, taken: TakenList) -> HttpResponse:
        shown = {"form": self.form_class(), "taken": taken, "listed": f":{LISTED}"}
        return self.render_to_response(self.get_context_data(**shown))
