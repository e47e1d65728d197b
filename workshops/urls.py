from core.registers import register_urls
from core.registers.views import DatedRecordPage
from workshops.registers import InspectionRegister, SupportRegister, WorkshopApplicationRegister, WorkshopRegister

app_name = "workshops"
urlpatterns = [
    *register_urls(WorkshopApplicationRegister, "applications/"),
    *register_urls(InspectionRegister, "inspections/"),
    *register_urls(SupportRegister, "supports/"),
    *register_urls(WorkshopRegister, "", record=DatedRecordPage),
]
