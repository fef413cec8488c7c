from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "saovuong.ledger"
    label = "ledger"
    verbose_name = "Sổ cái"
