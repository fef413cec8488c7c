from tests.ledger.world import catalogue, people, units

__all__ = ["catalogue", "people", "units"]
