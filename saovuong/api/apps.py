from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "saovuong.api"
    label = "api"
    verbose_name = "API"
