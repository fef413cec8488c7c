from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "saovuong.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
