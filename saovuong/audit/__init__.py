"""Who did what, when: one hash-chained row for every write."""
