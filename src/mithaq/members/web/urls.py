"""The addresses of the members and of their mandates."""

from django.urls import path

from mithaq.members.web import invitations, mandates, views

app_name = "members"
urlpatterns = [
    path("members/", views.roll, name="roll"),
    path("members/<slug:public_id>/", views.organisation, name="organisation"),
    path("mandates/", views.mandates, name="mandates"),
    path("members/<slug:public_id>/mandates/", mandates.hand_in, name="hand_in_mandate"),
    path("members/<slug:public_id>/seats/", invitations.seats, name="seats"),
    path("members/<slug:public_id>/invitations/", invitations.invitations, name="invitations"),
    path("invitations/<slug:public_id>/withdrawal/", invitations.invitation_withdrawal, name="invitation_withdrawal"),
    path("invitation/<str:word>/", invitations.invitation, name="invitation"),
    path("seats/<slug:public_id>/successor/", invitations.transfer, name="transfer"),
    path("seats/<slug:public_id>/focal-point/", invitations.focal_point, name="focal_point"),
    path("mandates/<slug:public_id>/", mandates.mandate, name="mandate"),
    path("mandates/<slug:public_id>/file/", mandates.evidence, name="evidence"),
    path("mandates/<slug:public_id>/contest/", mandates.contest, name="contest"),
    path("mandates/<slug:public_id>/decision/", mandates.decision, name="decision"),
    path("mandates/<slug:public_id>/delegation/", mandates.delegation, name="delegation"),
    path("delegations/<slug:public_id>/recall/", mandates.recall, name="recall"),
    path("mandates/<slug:public_id>/examination/", views.examination, name="examination"),
]
