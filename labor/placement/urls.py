from labor.placement.registers import AgreementRegister, ExportRegister, FollowUpRegister, ParticipantRegister

urlpatterns = [
    *AgreementRegister.urls("agreements/"),
    *ExportRegister.urls("exports/"),
    *ParticipantRegister.urls("exports/participants/"),
    *FollowUpRegister.urls("follow-ups/"),
]
