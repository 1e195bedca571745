from django.urls import path

from mithaq.foundation.writing.web import views

app_name = "writing"
urlpatterns = [
    path("here/", views.here, name="here"),
    path("forgotten/", views.forget, name="forget"),
]
