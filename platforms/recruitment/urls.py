from core.registers import register_urls
from platforms.recruitment.registers import (
    CandidateRegister,
    EventRegister,
    PresenceRegister,
    RecruitmentTaskRegister,
    VacancyRegister,
)

urlpatterns = [
    *register_urls(VacancyRegister, "vacancies/"),
    *register_urls(CandidateRegister, "recruitment/candidates/"),
    *register_urls(PresenceRegister, "recruitment/events/employers/"),
    *register_urls(EventRegister, "recruitment/events/"),
    *register_urls(RecruitmentTaskRegister, "recruitment/tasks/"),
]
