from platforms.recruitment.registers import (
    CandidateRegister,
    EmployerRegister,
    EventRegister,
    PresenceRegister,
    RecruitmentTaskRegister,
    VacancyRegister,
)

urlpatterns = [
    *VacancyRegister.urls("vacancies/"),
    *CandidateRegister.urls("recruitment/candidates/"),
    *EmployerRegister.urls("recruitment/employers/"),
    *PresenceRegister.urls("recruitment/events/employers/"),
    *EventRegister.urls("recruitment/events/"),
    *RecruitmentTaskRegister.urls("recruitment/tasks/"),
]
