from workshops.registers import ApplicationRegister, InspectionRegister, SupportRegister, WorkshopRegister

app_name = "workshops"
urlpatterns = [
    *ApplicationRegister.urls("applications/"),
    *InspectionRegister.urls("inspections/"),
    *SupportRegister.urls("supports/"),
    *WorkshopRegister.urls(""),
]
