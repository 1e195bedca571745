"""The transparency log as files, at addresses that are the same in every language and for good."""

from django.urls import path

from mithaq.endorsements.web import log

app_name = "log"
urlpatterns = [path("<path:name>", log.file, name="file")]
