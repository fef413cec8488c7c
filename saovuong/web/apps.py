from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "saovuong.web"
    label = "web"
    verbose_name = "Trang web"
