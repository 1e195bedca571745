"""The addresses of the groups, the meetings, the calendars and the working papers."""

from django.urls import path

from mithaq.taskforces.web import feeds, groups, meetings, papers, replies, reviews, versions

app_name = "taskforces"
urlpatterns = [
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.new_group, name="new_group"),
    path("groups/parts/<slug:public_id>/", groups.part, name="group_part"),
    path("groups/milestones/<slug:public_id>/", groups.milestone, name="milestone"),
    path("groups/documents/<slug:public_id>/", groups.group_document, name="group_document"),
    path("groups/documents/<slug:public_id>/file/", groups.group_document_file, name="group_document_file"),
    path("groups/<slug:public_id>/", groups.group, name="group"),
    path("groups/<slug:public_id>/change/", groups.change_group, name="change_group"),
    path("groups/<slug:public_id>/desk/", groups.group_desk, name="group_desk"),
    path("groups/<slug:public_id>/papers/new/", papers.begin_paper, name="begin_paper"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.new_meeting, name="new_meeting"),
    path("meetings/<slug:public_id>/", meetings.meeting, name="meeting"),
    path("meetings/<slug:public_id>/change/", meetings.change, name="change_meeting"),
    path("meetings/<slug:public_id>/record/", meetings.record_of, name="meeting_record"),
    path("meetings/<slug:public_id>/meeting.ics", meetings.meeting_ics, name="meeting_ics"),
    path("meetings/documents/<slug:public_id>/file/", meetings.document_file, name="document_file"),
    path("meetings/actions/<slug:public_id>/completion/", meetings.completion, name="completion"),
    path("meetings/invitations/<slug:public_id>/", replies.invitation, name="invitation"),
    path("meetings/invitations/<slug:public_id>/taking-back/", replies.taking_back, name="taking_back"),
    path("invited/<slug:token>/", replies.answer_invitation, name="answer_invitation"),
    path("invited/<slug:token>/<slug:public_id>/file/", replies.invited_document, name="invited_document"),
    path("calendars/", feeds.feeds, name="feeds"),
    path("calendars/year.ics", feeds.feed, name="feed"),
    path("calendars/<slug:token>/year.ics", feeds.own_feed, name="own_feed"),
    path("papers/", papers.papers, name="papers"),
    path("papers/board/", papers.board, name="paper_board"),
    path("papers/late/", papers.paper_policy, name="paper_policy"),
    path("papers/versions/<slug:public_id>/file/", papers.version_file, name="version_file"),
    path("papers/versions/<slug:public_id>/changes/", versions.version_changes, name="version_changes"),
    path("papers/reviews/<slug:public_id>/", reviews.review, name="review"),
    path("papers/comments/<slug:public_id>/", reviews.comment, name="comment"),
    path("papers/<slug:public_id>/", papers.paper, name="paper"),
    path("papers/<slug:public_id>/file/", papers.paper_file, name="paper_file"),
    path("papers/<slug:public_id>/desk/", papers.paper_desk, name="paper_desk"),
    path("papers/<slug:public_id>/reviews/", reviews.reviews, name="reviews"),
]
