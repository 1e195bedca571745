"""The addresses of the groups, the meetings, the calendars and the working papers."""

from django.urls import path

from mithaq.taskforces.web import feeds, meetings, replies, views

app_name = "taskforces"
urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path("groups/<slug:public_id>/", views.group, name="group"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.new_meeting, name="new_meeting"),
    path("meetings/<slug:public_id>/", meetings.meeting, name="meeting"),
    path("meetings/<slug:public_id>/change/", meetings.change, name="change_meeting"),
    path("meetings/<slug:public_id>/record/", meetings.record_of, name="meeting_record"),
    path("meetings/<slug:public_id>/meeting.ics", meetings.meeting_ics, name="meeting_ics"),
    path("meetings/documents/<slug:public_id>/file/", meetings.document_file, name="document_file"),
    path("meetings/actions/<slug:public_id>/completion/", meetings.completion, name="completion"),
    path("meetings/invitations/<slug:public_id>/", replies.invitation, name="invitation"),
    path("invited/<slug:token>/", replies.answer_invitation, name="answer_invitation"),
    path("invited/<slug:token>/<slug:public_id>/file/", replies.invited_document, name="invited_document"),
    path("calendars/", feeds.feeds, name="feeds"),
    path("calendars/year.ics", feeds.feed, name="feed"),
    path("calendars/<slug:token>/year.ics", feeds.own_feed, name="own_feed"),
    path("papers/", views.papers, name="papers"),
    path("papers/<slug:public_id>/", views.paper, name="paper"),
    path("papers/<slug:public_id>/file/", views.paper_file, name="paper_file"),
]
