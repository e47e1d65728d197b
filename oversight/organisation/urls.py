from oversight.organisation.registers import DocumentRegister

urlpatterns = [*DocumentRegister.urls("documents/")]
