from workshops.registers import InspectionRegister, WorkshopRegister

app_name = "workshops"
urlpatterns = [*InspectionRegister.urls("inspections/"), *WorkshopRegister.urls("")]
