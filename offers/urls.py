from django.urls import path

from offers import views

app_name = "offers"
urlpatterns = [
    path("<slug:code>/", views.OfferRowsPage.as_view(), name="rows"),
    path("<slug:code>/ticks/", views.OfferTicks.as_view(), name="ticks"),
    path("<slug:code>/many/", views.TakeUpMany.as_view(), name="take_many"),
    path("<slug:code>/<int:pk>/take/", views.TakeUpView.as_view(), name="take"),
    path("<slug:code>/<int:pk>/decline/", views.DeclineView.as_view(), name="decline"),
]
