"""Recommendations, the points they became, and how papers come in."""

from django.urls import path

from mithaq.recommendations.web import at_point, coverage, fate, flow, lineage, papers, typing, views, working

app_name = "recommendations"
urlpatterns = [
    path("recommendations/", views.recommendations, name="all"),
    path("recommendations/<str:public_id>/", views.recommendation, name="recommendation"),
    path("recommendations/<str:public_id>/fate/", fate.fate, name="fate"),
    path("recommendations/<str:public_id>/dropping/", fate.dropping, name="dropping"),
    path("recommendations/<str:public_id>/answers/", fate.answering, name="answering"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/closing/", coverage.closing, name="closing"),
    path("coverage/asking/", coverage.asking, name="asking"),
    path("coverage/flow/", flow.flow, name="flow"),
    path("coverage/lineage.<str:ending>", lineage.lineage, name="lineage"),
    path("fates/<str:kind>/<path:key>/", coverage.fates, name="fates"),
    path("points/", views.points, name="points"),
    path("points/<str:public_id>/", views.point, name="point"),
    path("table/", working.table, name="table"),
    path("table/steps/<str:public_id>/", working.taking_back, name="taking_back"),
    path("table/points/<str:public_id>/", at_point.at_point, name="at_point"),
    path("table/points/<str:public_id>/wording/", at_point.wording, name="wording"),
    path("hand-in/", views.hand_in, name="hand_in"),
    path("hand-in/list/", typing.hand_in_a_list, name="hand_in_list"),
    path("papers/<str:public_id>/reading/", papers.reading, name="read_in"),
    path("papers/<str:public_id>/reading/text/", papers.paper_text, name="paper_text"),
    path("papers/<str:public_id>/reading/pages/<str:page_number>/", papers.picture, name="page_picture"),
    path("papers/<str:public_id>/reading/<str:candidate_id>/", papers.candidate, name="candidate"),
]
