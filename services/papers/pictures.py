"""What the picture of a scanned page tells without reading it: empty, dark, blurred, coarse, sideways.

Measured on grey pictures of at most LONGEST pixels. The bounds stand where made-up good and bad pages part
(tests/unit/test_photos.py counts both); between them the good pages have the larger share, because a warning
that is wrong teaches people not to read warnings.
"""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

LONGEST = 1600
TILE = 32

DARK = 80
"""Of 255: the light that a tenth of the page is above. The paper of a readable photo is far above that."""
INKED = 0.25
"""Of the paper's light: so much lighter and darker must a tile be to bear writing."""
EMPTY = 2
"""Tiles with writing; a page number alone has so many."""
BLURRED = 0.27
"""The steepest step from one pixel to the next, in parts of the tile's contrast; 0.33 is a clear edge."""
COARSE = 800
"""Pixels of the longer side; below, twelve-point writing on A4 falls apart."""
SIDEWAYS = 1.6
"""So much more do columns change than rows: lines of writing run from top to bottom."""
ENOUGH = 25
"""Tiles with writing, before its direction is judged: a stamp or the edge of a table has none."""
_STRIPS = 8


@dataclass(frozen=True)
class Measures:
    """`light` 0–255, `tiles` with writing, `edge` 0–1 (0: nothing is written), `lines` over 1 if sideways."""

    light: int
    tiles: int
    edge: float
    lines: float


def doubts(measures: Measures, longest: int, coarse: float = COARSE) -> list[str]:
    """Codes of findings, the one thing to do first: a dark page is not also called blurred."""
    if measures.light < DARK:
        return ["dark_page"]
    if measures.tiles < EMPTY:
        return ["blank_page"]
    found = []
    if longest < coarse:
        found.append("coarse_page")
    elif measures.edge < BLURRED:
        found.append("blurred_page")
    if measures.lines > SIDEWAYS and measures.tiles >= ENOUGH:
        found.append("rotated_page")
    return found


def measure(picture: Image.Image) -> Measures:
    """Look at a page, in some tens of milliseconds."""
    grey = picture.convert("L")
    grey.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    side = min(grey.size) // 33
    grey = grey.crop((side, side, grey.width - side, grey.height - side))
    light = _brighter(grey.histogram(), 0.1)
    tiles, edges = _edges(grey, max(20.0, light * INKED))
    return Measures(light, tiles, edges, _lines(grey, max(12.0, light * 0.15)))


def _brighter(histogram: list[int], share: float) -> int:
    """The light that so much of the picture is above."""
    left = sum(histogram) * share
    for light in range(255, -1, -1):
        left -= histogram[light]
        if left <= 0:
            return light
    return 0


def _edges(grey: Image.Image, contrast: float) -> tuple[int, float]:
    """How many tiles bear writing, and how steep it is at the clearer quarter of them.

    Across and down are told apart and the worse counts: a hand that shook blurs in one direction only.
    """
    written = grey.filter(ImageFilter.BoxBlur(2))  # specks of dust are no writing
    calm = grey.filter(ImageFilter.BoxBlur(1))  # the grain of a dim photo is no edge
    ways = [ImageChops.difference(calm, ImageChops.offset(calm, *way)) for way in ((1, 0), (0, 1))]
    found: list[list[float]] = [[], []]
    for top in range(1, grey.height - TILE, TILE):
        for left in range(1, grey.width - TILE, TILE):
            box = (left, top, left + TILE, top + TILE)
            low, high = written.crop(box).getextrema()
            if high - low < contrast:
                continue
            low, high = calm.crop(box).getextrema()
            for steps, way in zip(found, ways, strict=True):
                steps.append(way.crop(box).getextrema()[1] / (high - low))
    if not found[0]:
        return 0, 0.0
    return len(found[0]), min(sorted(steps)[len(steps) * 3 // 4] for steps in found)


def _lines(grey: Image.Image, contrast: float) -> float:
    """How much more the writing changes from column to column than from row to row."""
    half = grey.reduce(2) if min(grey.size) > 64 else grey
    ground = half.filter(ImageFilter.BoxBlur(12))
    ink = ImageChops.subtract(ground, half).point(lambda step: 255 if step > contrast else 0)
    down = _changes(ink.resize((_STRIPS, ink.height), Image.Resampling.BOX))
    across = _changes(
        ink.resize((ink.width, _STRIPS), Image.Resampling.BOX).transpose(Image.Transpose.ROTATE_90)
    )
    return across / down if down else 1.0


def _changes(strips: Image.Image) -> float:
    """The mean square of the change, from each row to the second after it, in each strip."""
    lights = strips.tobytes()
    width = strips.width
    later = lights[2 * width :]
    return sum((a - b) ** 2 for a, b in zip(lights, later, strict=False)) / max(1, len(later))
