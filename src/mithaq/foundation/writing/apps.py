from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "mithaq.foundation.writing"
    label = "writing"
