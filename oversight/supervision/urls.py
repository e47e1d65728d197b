from oversight.supervision.registers import ProblemRegister, ReplyRegister, TaskRegister
from oversight.supervision.views import ProblemListPage

urlpatterns = [
    *ReplyRegister.urls("tasks/replies/"),
    *TaskRegister.urls("tasks/"),
    *ProblemRegister.urls("problems/", list=ProblemListPage),
]
