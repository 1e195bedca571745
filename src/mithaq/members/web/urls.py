"""The addresses of the members and of their mandates."""

from django.urls import path

from mithaq.members.web import views

app_name = "members"
urlpatterns = [
    path("members/", views.roll, name="roll"),
    path("members/<slug:public_id>/", views.organisation, name="organisation"),
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/<slug:public_id>/examination/", views.examination, name="examination"),
]
