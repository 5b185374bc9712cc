"""Made-up pages and what scanners, phones and hands do to them: the ground on which the bounds stand."""

import io
from collections.abc import Callable
from functools import cache
from random import Random

import typst
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

Way = Callable[[Image.Image], Image.Image]
_WORDS = (
    "tôi xin cam đoan những lời khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật xã huyện tỉnh"
)
PAPER = (245, 245, 240)
WOOD = (70, 60, 50)


def _sentences(number: int, seed: int) -> str:
    rng = Random(seed)
    return " ".join(" ".join(rng.choices(_WORDS.split(), k=rng.randint(8, 22))) + "." for _ in range(number))


def _paragraphs(number: int, sentences: int) -> str:
    return "\n\n".join(_sentences(sentences, seed) for seed in range(number))


_FIELDS = ("Họ tên", "Ngày sinh", "Nơi cư trú", "Quê quán", "Dân tộc", "Quốc tịch", "Ghi chú")
_CELLS = "".join(f"[{n}], [Nguyễn Mẫu], [1990], [con]," for n in range(20))
_SOURCES = {
    "text": "= Tờ khai\n" + _paragraphs(5, 6),
    "small print": "#set text(size: 9pt)\n" + _paragraphs(6, 9),
    "form": "= TỜ KHAI\n" + "\n\n".join(f"{f}: #box(width: 1fr, repeat[.])" for f in _FIELDS),
    "table": f"= Bảng kê\n#table(columns: 4, {_CELLS})",
    "page number": "#v(1fr)\n#align(center)[Trang 2]",
    "card": "#rect(width: 8.5cm, height: 5.4cm)[#set text(size: 7pt)\n= CĂN CƯỚC\nSố 000 000 000 000\n\n"
    "Họ và tên: NGUYỄN VĂN MẪU\n\nNgày sinh 01/01/1990 Giới tính Nam\n\nQuê quán: Tam Đa]",
}


@cache
def pages() -> dict[str, Image.Image]:
    """Clean A4 pages at 110 dpi."""
    head = '#set page(paper: "a4")\n#set text(size: 12pt)\n'
    drawn = {
        name: typst.compile((head + text).encode(), format="png", ppi=110) for name, text in _SOURCES.items()
    }
    return {name: Image.open(io.BytesIO(png)).convert("RGB") for name, png in drawn.items()}  # type: ignore[arg-type]


def jpeg(page: Image.Image, quality: int = 70, **more: object) -> bytes:
    """The page as a phone stores it."""
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=quality, **more)
    return kept.getvalue()


def _stored(page: Image.Image) -> Image.Image:
    return Image.open(io.BytesIO(jpeg(page))).convert("RGB")


def grain(page: Image.Image, strength: float) -> Image.Image:
    noise = Image.effect_noise(page.size, strength).convert("RGB")
    return _stored(ImageChops.add(page, noise, 1, -128))


def lit(page: Image.Image, part: float) -> Image.Image:
    return ImageEnhance.Brightness(page).enhance(part)


def shade(page: Image.Image) -> Image.Image:
    fall = Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda v: 140 + v * 115 // 255)
    return _stored(ImageChops.multiply(page, Image.merge("RGB", (fall,) * 3)))


def skew(page: Image.Image, degrees: float) -> Image.Image:
    return _stored(page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=WOOD))


def soft(page: Image.Image, radius: float) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(radius))


def shaken(page: Image.Image) -> Image.Image:
    return _stored(page.resize((page.width // 8, page.height)).resize(page.size, Image.Resampling.BICUBIC))


GOOD: dict[str, Way] = {
    "clean": lambda page: page,
    "grain": lambda page: grain(page, 12),
    "dim": lambda page: grain(lit(page, 0.6), 8),
    "skew and shade": lambda page: skew(shade(page), -4),
    "soft": lambda page: _stored(soft(page, 0.7)),
    "72 dpi": lambda page: page.resize(
        (page.width * 72 // 110, page.height * 72 // 110), Image.Resampling.LANCZOS
    ),
}
BAD: dict[str, tuple[str, Way]] = {
    "blurred": ("blurred_page", lambda page: _stored(soft(page, 2.2))),
    "blurred, grain": ("blurred_page", lambda page: grain(soft(page, 2.2), 8)),
    "blurred, dim": ("blurred_page", lambda page: grain(lit(soft(page, 2.5), 0.6), 6)),
    "shaken": ("blurred_page", shaken),
    "dark": ("dark_page", lambda page: grain(lit(page, 0.2), 8)),
    "tiny": (
        "coarse_page",
        lambda page: page.resize((page.width // 2, page.height // 2), Image.Resampling.LANCZOS),
    ),
    "on its side": ("rotated_page", lambda page: page.rotate(90, expand=True)),
    "on its side, skew, grain": (
        "rotated_page",
        lambda page: grain(skew(page, 2).rotate(-90, expand=True), 10),
    ),
}


def empty_pages() -> dict[str, Image.Image]:
    """Sheets with nothing to read."""
    blank = Image.new("RGB", pages()["text"].size, PAPER)
    dusty, rng = blank.copy(), Random(1)
    for _ in range(60):
        x, y, wide = rng.randrange(dusty.width), rng.randrange(dusty.height), rng.randint(1, 2)
        ImageDraw.Draw(dusty).ellipse((x, y, x + wide, y + wide), fill=(90, 90, 90))
    behind = pages()["text"].transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    through = ImageChops.lighter(behind, Image.new("RGB", blank.size, (215,) * 3))
    return {
        "blank": blank,
        "dusty": dusty,
        "grain": grain(blank, 10),
        "shade": shade(blank),
        "shows through": through,
    }
