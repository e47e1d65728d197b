from django.urls import path
from django.views.generic import TemplateView

app_name = "labor"
urlpatterns = [path("", TemplateView.as_view(template_name="404.html"), name="person_list")]
