from core.registers import register_urls
from labor.placement.registers import AgreementRegister, ExportRegister, FollowUpRegister, ParticipantRegister

urlpatterns = [
    *register_urls(AgreementRegister, "agreements/"),
    *register_urls(ExportRegister, "exports/"),
    *register_urls(ParticipantRegister, "exports/participants/"),
    *register_urls(FollowUpRegister, "follow-ups/"),
]
