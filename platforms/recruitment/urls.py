from platforms.recruitment.registers import (
    CandidateRegister,
    EmployerRegister,
    EventRegister,
    PresenceRegister,
    TaskRegister,
    VacancyRegister,
)

urlpatterns = [
    *VacancyRegister.urls("vacancies/"),
    *CandidateRegister.urls("recruitment/candidates/"),
    *EmployerRegister.urls("recruitment/employers/"),
    *PresenceRegister.urls("recruitment/events/employers/"),
    *EventRegister.urls("recruitment/events/"),
    *TaskRegister.urls("recruitment/tasks/"),
]
