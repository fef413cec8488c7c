"""People and their dated rights."""
