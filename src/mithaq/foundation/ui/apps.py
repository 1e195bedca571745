from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "mithaq.foundation.ui"
    label = "ui"
