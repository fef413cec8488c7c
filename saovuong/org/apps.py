from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "saovuong.org"
    label = "org"
    verbose_name = "Đơn vị"
