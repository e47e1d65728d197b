from django.urls import include, path

app_name = "oversight"
urlpatterns = [
    path("", include("oversight.organisation.urls")),
    path("", include("oversight.workforce.urls")),
    path("", include("oversight.policies.urls")),
    path("", include("oversight.supervision.urls")),
    path("", include("oversight.responsibility.urls")),
]
