from django.urls import include, path

app_name = "labor"
urlpatterns = [
    path("", include("labor.people.urls")),
    path("", include("labor.employers.urls")),
    path("", include("labor.employment.urls")),
    path("", include("labor.verification.urls")),
    path("", include("labor.sampling.urls")),
    path("", include("labor.posts.urls")),
    path("", include("labor.placement.urls")),
]
