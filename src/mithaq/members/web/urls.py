"""The addresses of the members and of their mandates."""

from django.urls import path

from mithaq.members.web import register, views

app_name = "members"
urlpatterns = [
    path("members/", views.roll, name="roll"),
    path("members/new/", register.new_organisation, name="new_organisation"),
    path("members/<slug:public_id>/", views.organisation, name="organisation"),
    path("members/<slug:public_id>/edit/", register.edit_organisation, name="edit_organisation"),
    path("members/<slug:public_id>/facts/<slug:kind>/", register.new_fact, name="new_fact"),
    path("record/<slug:kind>/<slug:public_id>/taking-back/", register.taking_back, name="taking_back"),
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/<slug:public_id>/examination/", views.examination, name="examination"),
]
