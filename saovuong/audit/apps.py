from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "saovuong.audit"
    label = "audit"
    verbose_name = "Nhật ký"
