from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "saovuong.intake"
    label = "intake"
    verbose_name = "Tiếp nhận"
