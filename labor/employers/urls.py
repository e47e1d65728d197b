from django.urls import path

from core.registers import register_urls
from labor.employers.registers import EmployerNameRegister, EmployerRegister
from labor.employers.views import JoinNames

urlpatterns = [
    path("employers/unjoined/", JoinNames.as_view(), name="join_names"),
    *register_urls(EmployerNameRegister, "employers/names/"),
    *register_urls(EmployerRegister, "employers/"),
]
