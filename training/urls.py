from django.urls import path

from training import views
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
    *QuotaRegister.urls("quotas/"),
    path("classes/<int:pk>/enrol/", views.EnrolView.as_view(), name="class_enrol"),
    path("classes/<int:pk>/complete/", views.CompleteView.as_view(), name="class_complete"),
    path("classes/<int:pk>/attendance/", views.AttendanceView.as_view(), name="class_attendance"),
    path("classes/<int:pk>/attendance/<str:day>/void/", views.VoidDayView.as_view(), name="class_attendance_void"),
    *ClassRegister.urls("classes/"),
    *EnrolmentRegister.urls("enrolments/"),
    *WishRegister.urls("wishes/"),
    *BusinessRegister.urls("businesses/"),
    *StaffTrainingRegister.urls("staff/"),
]
