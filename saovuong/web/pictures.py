import io

import segno


def qr_svg(text: str) -> bytes:
    """A text for a camera, black on white, without anything but shapes."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue()
