from tests.consolidation.conftest import catalogue, city, office, people

__all__ = ["catalogue", "city", "office", "people"]
