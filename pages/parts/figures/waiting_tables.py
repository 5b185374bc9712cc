"""Where dossiers wait: now, in a period that is over, and for what the citizen was asked once more."""

from collections.abc import Mapping
from html import escape

from pages.parts.figures.figure_tables import link, link_to, step_name
from pages.parts.table import table
from pages.parts.words import _, number
from services.figures import supplements
from services.figures.board import Board
from services.figures.choice import rank
from services.figures.life import STEPS
from services.figures.supplements import BEYOND, Supplements, Thing


def where_it_waits(standing: Mapping[str, list[tuple[int, int]]]) -> str:
    """By step: how many stand there, for how long, and their list; the longest wait comes first."""
    titles = (_("Đang ở bước"), _("Hồ sơ"), _("Trung vị"), _("Lâu nhất"), _("Danh sách"))
    held = sorted((step for step in STEPS if standing[step]), key=lambda step: -standing[step][-1][0])
    lines = [
        (escape(step_name(step)), number(sum(n for _days, n in standing[step])),
         _days_said(rank(standing[step], 0.5)), _days_said(standing[step][-1][0]), link(f"at_{step}"))
        for step in held
    ]  # fmt: skip
    return table(_("Hồ sơ chờ lâu nhất ở đâu"), titles, lines, safe=True)


def _days_said(days: int | None) -> str:
    return escape(_("%(n)s ngày") % {"n": number(days or 0)})


def where_it_waited(found: Board) -> str:
    """Of the period's dossiers with a result: at which step, and so for whom, they stood longest."""
    titles = (_("Bước, và chờ ai"), _("Chờ lâu nhất ở đây"), _("Trung vị"), _("Phân vị 90"), _("Danh sách"))
    held = [step for step in found.stood if found.figures[f"slow_{step}"]]
    held.sort(key=lambda step: -int(found.figures[f"slow_{step}"] or 0))
    lines = [
        (escape(step_name(step)), number(found.figures[f"slow_{step}"]),
         _working(rank(found.stood[step], 0.5)), _working(rank(found.stood[step], 0.9)), link(f"slow_{step}"))
        for step in held
    ]  # fmt: skip
    return table(_("Hồ sơ đã giải quyết trong kỳ chờ lâu nhất ở đâu"), titles, lines, safe=True)


def _working(days: int | None) -> str:
    return escape(_("%(n)s ngày làm việc") % {"n": number(days or 0)})


def why_asked_again() -> str:
    """The way to the table of supplements."""
    name = _("Giấy tờ và nội dung phải bổ sung")
    return f'<p class="mc-back">{escape(name)}: {link_to(supplements.LIST, name)}</p>'


def everybody_asked() -> str:
    """The way to the list of all dossiers that anything was asked for."""
    name = _("Hồ sơ phải bổ sung")
    return f'<p class="mc-back">{escape(name)}: {link_to(supplements.EVERYBODY, name)}</p>'


def asked_again(found: Supplements) -> str:
    """What was asked for once more, most often first, why, and the list of the dossiers."""
    titles = (_("Giấy tờ, nội dung"), _("Thủ tục"), _("Hồ sơ"), _("Danh sách"), _("Lý do hay gặp"))
    lines = [
        (escape(thing_name(one)), escape(one.procedure), number(one.dossiers),
         link_to(one.list_code, thing_name(one)), escape(_why(one)))
        for one in found.things
    ]  # fmt: skip
    caption = _("Giấy tờ và nội dung phải bổ sung")
    return table(caption, titles, lines, safe=True, look="mc-figures mc-listed mc-named mc-dictionary")


def thing_name(one: Thing) -> str:
    """A paper or a field by its name."""
    if one.key == BEYOND:
        return _("Giấy tờ ngoài danh mục của thủ tục")
    return _("Tờ khai: %(field)s") % {"field": one.name} if one.is_field else one.name


def _why(one: Thing) -> str:
    return "; ".join(f"{_(reason)} ({number(n)})" for reason, n in one.why)
