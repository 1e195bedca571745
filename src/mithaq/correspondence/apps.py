from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "mithaq.correspondence"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"
