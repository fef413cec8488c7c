"""Packs: what is counted, in which units, on which scales, for which reports. Data in TOML, read into :mod:`saovuong.core.catalogue`."""
