"""Makes a data folder ready for work."""
