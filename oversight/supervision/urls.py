from oversight.supervision.registers import ProblemRegister, ReplyRegister, SupervisionTaskRegister
from oversight.supervision.views import ProblemListPage

urlpatterns = [
    *ReplyRegister.urls("tasks/replies/"),
    *SupervisionTaskRegister.urls("tasks/"),
    *ProblemRegister.urls("problems/", list=ProblemListPage),
]
