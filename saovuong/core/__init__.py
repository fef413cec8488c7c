"""What every room speaks: periods, quantities, Vietnamese text and numbers, measures, units, errors. No Django, no clock."""
