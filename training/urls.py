from training.registers import ClassRegister, EnrolmentRegister, QuotaRegister, StaffTrainingRegister

app_name = "training"
urlpatterns = [
    *QuotaRegister.urls("quotas/"),
    *ClassRegister.urls("classes/"),
    *EnrolmentRegister.urls("enrolments/"),
    *StaffTrainingRegister.urls("staff/"),
]
