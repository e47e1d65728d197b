from workshops.registers import InspectionRegister, SupportRegister, WorkshopApplicationRegister, WorkshopRegister

app_name = "workshops"
urlpatterns = [
    *WorkshopApplicationRegister.urls("applications/"),
    *InspectionRegister.urls("inspections/"),
    *SupportRegister.urls("supports/"),
    *WorkshopRegister.urls(""),
]
