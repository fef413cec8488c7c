"""What a browser says of itself, in a few words that its owner knows it by."""

OTHER = "Trình duyệt khác"
# The first that fits counts: every later browser also names the earlier ones.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"))


def device_of(agent: str) -> str:
    """``Chrome, Windows``; ``Trình duyệt khác`` where nothing is known."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), OTHER)
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser}, {system}" if system else browser
