"""One module per noun. The name of each function is the name of its operation and needs a line in :mod:`saovuong.api.access`."""
