from django.urls import path

from core.registers import register_urls
from training import views, weeks
from training.registers import (
    BusinessRegister,
    ClassRegister,
    EnrolmentRegister,
    QuotaRegister,
    StaffTrainingRegister,
    WishRegister,
)

app_name = "training"
urlpatterns = [
    *register_urls(QuotaRegister, "quotas/"),
    path("classes/<int:pk>/enrol/", views.EnrolView.as_view(), name="class_enrol"),
    path("classes/<int:pk>/complete/", views.CompleteView.as_view(), name="class_complete"),
    path("classes/<int:pk>/attendance/", views.AttendanceView.as_view(), name="class_attendance"),
    path("classes/<int:pk>/week/", weeks.WeekView.as_view(), name="class_week"),
    path("classes/<int:pk>/sheet/", weeks.SheetView.as_view(), name="class_sheet"),
    path("classes/<int:pk>/attendance/<str:day>/void/", views.VoidDayView.as_view(), name="class_attendance_void"),
    *register_urls(ClassRegister, "classes/"),
    *register_urls(EnrolmentRegister, "enrolments/"),
    *register_urls(WishRegister, "wishes/"),
    *register_urls(BusinessRegister, "businesses/"),
    *register_urls(StaffTrainingRegister, "staff/"),
]
