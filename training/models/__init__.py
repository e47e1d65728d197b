"""Training of labor by quota and class, what comes of it, and the training of the staff who serve them."""

from training.models.businesses import ReturnedBusiness
from training.models.classes import TrainingCategory, TrainingClass, TrainingQuota
from training.models.enrolments import Attendance, Enrolment
from training.models.staff import StaffTraining
from training.models.wishes import TrainingWish

__all__ = [
    "Attendance",
    "Enrolment",
    "ReturnedBusiness",
    "StaffTraining",
    "TrainingCategory",
    "TrainingClass",
    "TrainingQuota",
    "TrainingWish",
]
