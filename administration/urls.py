from django.urls import path

from administration.trail import views as trail

app_name = "administration"
urlpatterns = [
    path("trail/", trail.TrailView.as_view(), name="trail"),
    path("trail/exports/", trail.TrailExportView.as_view(), name="trail_export"),
    path("trail/exports/<int:pk>/", trail.ExportPage.as_view(), name="export"),
    path("trail/exports/<int:pk>/file/", trail.FetchView.as_view(), name="export_file"),
    path("trail/verification/", trail.VerificationView.as_view(), name="verification"),
]
