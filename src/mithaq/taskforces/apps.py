from django.apps import AppConfig


class TaskforcesConfig(AppConfig):
    name = "mithaq.taskforces"
    label = "taskforces"
    default_auto_field = "django.db.models.BigAutoField"
