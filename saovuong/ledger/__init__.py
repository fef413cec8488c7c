"""Documents, submissions and facts: the append-only book of what units reported."""
