"""The addresses of the members and of their mandates."""

from django.urls import path

from mithaq.members.web import beginning, next_year, views

app_name = "members"
urlpatterns = [
    path("begin/", beginning.door, name="begin"),
    path("begin/<slug:name>/", beginning.step, name="begin_step"),
    path("next-year/", next_year.next_year, name="next_year"),
    path("next-steps/", beginning.next_steps, name="next_steps"),
    path("members/", views.roll, name="roll"),
    path("members/<slug:public_id>/", views.organisation, name="organisation"),
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/<slug:public_id>/examination/", views.examination, name="examination"),
]
