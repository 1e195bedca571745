from django.urls import path

from mithaq.foundation.live.web import views

app_name = "live"
urlpatterns = [path("", views.listen, name="listen")]
