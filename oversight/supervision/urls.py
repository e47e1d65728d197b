from core.registers import register_urls
from oversight.supervision.registers import ProblemRegister, ReplyRegister, SupervisionTaskRegister
from oversight.supervision.views import ProblemListPage

urlpatterns = [
    *register_urls(ReplyRegister, "tasks/replies/"),
    *register_urls(SupervisionTaskRegister, "tasks/"),
    *register_urls(ProblemRegister, "problems/", list=ProblemListPage),
]
