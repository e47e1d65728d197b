from django.urls import path

from core.registers import register_urls
from labor.posts.registers import PublicBenefitPostRegister
from labor.posts.views import PostAttendanceView

urlpatterns = [
    path("public-benefit-posts/attendance/", PostAttendanceView.as_view(), name="post_attendance"),
    *register_urls(PublicBenefitPostRegister, "public-benefit-posts/"),
]
