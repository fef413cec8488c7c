"""Vietnamese dictionary order as text that every database sorts alike."""

from saovuong.core.text import sort_key


def order_text(name: str) -> str:
    """Digits only; comparing two of them as text is comparing the names by :func:`saovuong.core.text.sort_key`."""
    return "".join(f"{rank:03d}" if rank else f"000{number:09d}" for rank, number in sort_key(name))
