from django.urls import path

from administration.reference import views as reference
from administration.trail import views as trail

app_name = "administration"
urlpatterns = [
    path("trail/", trail.TrailView.as_view(), name="trail"),
    path("trail/exports/", trail.TrailExportView.as_view(), name="trail_export"),
    path("trail/exports/<int:pk>/", trail.ExportPage.as_view(), name="export"),
    path("trail/exports/<int:pk>/file/", trail.FetchView.as_view(), name="export_file"),
    path("trail/verification/", trail.VerificationView.as_view(), name="verification"),
    path("reference/", reference.ReferenceView.as_view(), name="reference"),
    path("reference/<int:pk>/", reference.ReferenceChangeView.as_view(), name="reference_change"),
    path("reference/<int:pk>/write/", reference.StepView.as_view(), name="reference_write"),
    path("reference/<int:pk>/undo/", reference.StepView.as_view(step=reference.Step.UNDO), name="reference_undo"),
]
