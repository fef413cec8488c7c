from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "saovuong.reports"
    label = "reports"
    verbose_name = "Báo cáo"
