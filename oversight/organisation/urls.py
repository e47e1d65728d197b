from core.registers import register_urls
from oversight.organisation.registers import DocumentRegister

urlpatterns = [*register_urls(DocumentRegister, "documents/")]
