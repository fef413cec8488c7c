"""Questions over the book: totals, their explanation, coverage and contradictions, for one unit and period on the tree of a day."""
