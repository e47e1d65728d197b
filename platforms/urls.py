"""The addresses of all subjects, by names of one space: platforms:village, platforms:vacancy_list, …"""

from platforms.recruitment.urls import urlpatterns as recruitment
from platforms.services.urls import urlpatterns as services
from platforms.three_lists.views import pages
from platforms.villages.urls import urlpatterns as villages

app_name = "platforms"
urlpatterns = [*villages, *services, *recruitment, *pages("three-lists/")]
