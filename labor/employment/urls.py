from core.registers import register_urls
from labor.employment.registers import CaseRegister, EmploymentRegister
from labor.employment.views import AddJob

urlpatterns = [
    *register_urls(EmploymentRegister, "employments/", add=AddJob),
    *register_urls(CaseRegister, "cases/"),
]
