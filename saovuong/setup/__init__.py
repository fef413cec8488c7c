"""Makes a data folder ready for work."""

FAULT_LOG = "loi-chuong-trinh.log"
"""Where a fault of the program is written down in the data folder; no sign that the folder is in use."""
