from labor.employment.registers import CaseRegister, EmploymentRegister
from labor.employment.views import AddJob

urlpatterns = [
    *EmploymentRegister.urls("employments/", add=AddJob),
    *CaseRegister.urls("cases/"),
]
