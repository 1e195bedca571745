"""The addresses of the groups and of the working papers."""

from django.urls import path

from mithaq.taskforces.web import views

app_name = "taskforces"
urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path("groups/<slug:public_id>/", views.group, name="group"),
    path("papers/", views.papers, name="papers"),
    path("papers/<slug:public_id>/", views.paper, name="paper"),
    path("papers/<slug:public_id>/file/", views.paper_file, name="paper_file"),
]
