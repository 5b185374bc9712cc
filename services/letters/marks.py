"""Marks a machine reads on a letter: Code 128 of the dossier code and QR of an address, as SVG."""

from io import BytesIO

_LONGEST_BARCODE = 40
_QUIET = 10
"""Modules left white on both sides of a Code 128, as its standard asks."""


def barcode(code: str) -> str:
    """SVG of the code in Code 128, one unit per module; empty when the code cannot be written in it."""
    from barcode.codex import Code128
    from barcode.errors import BarcodeError

    if not code or len(code) > _LONGEST_BARCODE:
        return ""
    try:
        modules = Code128(code).build()[0]
    except BarcodeError:
        return ""
    bars, at = [], _QUIET
    for bar in modules.replace("10", "1 0").replace("01", "0 1").split():
        if bar[0] == "1":
            bars.append(f"M{at} 0h{len(bar)}v40h-{len(bar)}z")
        at += len(bar)
    return _svg(at + _QUIET, 40, "".join(bars))


def qr(text: str) -> str:
    """SVG of the text as QR code (level M); empty when there is no text or it is too long for one."""
    import segno

    if not text:
        return ""
    try:
        code = segno.make(text, error="m", micro=False)
    except ValueError:
        return ""
    picture = BytesIO()
    code.save(picture, kind="svg", xmldecl=False, border=2)
    return picture.getvalue().decode()


def _svg(width: int, height: int, path: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )
