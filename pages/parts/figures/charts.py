"""The charts of the figures: each drawn by Plotly, readable without colour, and told again as a table."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.parts.figures.figure_tables import step_name
from pages.parts.table import table
from pages.parts.words import _, number
from services.figures.board import Month, Side
from services.figures.life import EARLY, LATE, ON_TIME, STEPS

COLOURS = {EARLY: "#009E73", ON_TIME: "#56B4E9", LATE: "#D55E00"}
"""Okabe and Ito: told apart by people who see few colours, in the light and in the dark."""

PATTERNS = {EARLY: "", ON_TIME: ".", LATE: "/"}
OVER = {"fillmode": "overlay", "fgcolor": "rgba(0,0,0,0.5)", "size": 7, "solidity": 0.2}
FIRST_COLOUR, SECOND_COLOUR = "#0072B2", "#E69F00"
AGES = ((1, "0–1"), (3, "2–3"), (7, "4–7"), (14, "8–14"), (30, "15–30"))
MOST_BARS = 20
"""More communes than these do not fit side by side: the ones with most late dossiers are drawn."""


def solved_name(ending: str) -> str:
    """Early, on time or late, in words."""
    return {EARLY: _("Trước hạn"), ON_TIME: _("Đúng hạn"), LATE: _("Quá hạn")}[ending]


def trend(months: Sequence[Month]) -> None:
    """What came in and what was done, month by month."""
    names = [f"{month.period.first:%m/%y}" for month in months]
    came, done = [m.received for m in months], [sum(m.solved.values()) for m in months]
    figure = go.Figure()
    for label, values, colour, mark, dash in (
        (_("Tiếp nhận"), came, FIRST_COLOUR, "circle", "solid"),
        (_("Đã giải quyết"), done, SECOND_COLOUR, "square", "dash"),
    ):
        look = {"line": {"color": colour, "dash": dash}, "marker": {"symbol": mark, "size": 8}}
        figure.add_trace(go.Scatter(x=names, y=values, name=label, mode="lines+markers", **look))
    _whole(figure, max(*came, *done))
    titles = (_("Tháng"), _("Tiếp nhận"), _("Đã giải quyết"))
    rows = [(a, number(b), number(c)) for a, b, c in zip(names, came, done, strict=True)]
    _draw("trend", _("Tiếp nhận và giải quyết mười hai tháng"), figure, titles, rows)


def on_time(months: Sequence[Month], sides: Sequence[Side]) -> None:
    """Early, on time and late: by commune where several have done something, else by month."""
    if len(sides) > 1 and any(side.done for side in sides):
        most = sorted((s for s in sides if s.done), key=lambda s: (-s.solved[LATE], -s.done))[:MOST_BARS]
        names, found, first = [s.name for s in most], [s.solved for s in most], _("Xã, phường")
        title = _("Đúng hẹn theo xã, phường")
    else:
        names, found = [f"{m.period.first:%m/%y}" for m in months], [m.solved for m in months]
        first = _("Tháng")
        title = _("Đúng hẹn theo tháng")
    figure = go.Figure()
    for ending, colour in COLOURS.items():
        figure.add_trace(
            go.Bar(
                x=names, y=[solved[ending] for solved in found], name=solved_name(ending),
                marker={"color": colour, "pattern": {"shape": PATTERNS[ending], **OVER}},
            )
        )  # fmt: skip
    figure.update_layout(barmode="stack")
    _whole(figure, max(sum(solved.values()) for solved in found))
    rows = [(name, *(number(solved[e]) for e in COLOURS)) for name, solved in zip(names, found, strict=True)]
    _draw("on-time", title, figure, (first, *map(solved_name, COLOURS)), rows)


def ageing(standing: Mapping[str, Sequence[tuple[int, int]]]) -> None:
    """How long dossiers have stood at each step, by whose turn it is."""
    steps = [step for step in STEPS if standing[step]]
    names, ages = [step_name(step) for step in steps], [*(label for _most, label in AGES), "> 30"]
    counts = [_by_age(standing[step]) for step in steps]
    figure = go.Figure(
        go.Heatmap(
            z=_or_nothing(counts), x=ages, y=[_in_two_lines(name) for name in names], colorscale="Cividis_r",
            texttemplate="%{z:,d}", xgap=2, ygap=2, showscale=False,
            hovertemplate="%{y}<br>%{x}: %{z:,d}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(
        xaxis={"type": "category", "title": _("Số ngày đã chờ")},
        yaxis={"autorange": "reversed", "tickfont": {"size": 11}},
    )
    rows = [(name, *map(number, row)) for name, row in zip(names, counts, strict=True)]
    _draw("ageing", _("Hồ sơ đang chờ, theo bước và số ngày"), figure, (_("Bước"), *ages), rows)


def _or_nothing(counts: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """Where nobody waits the field stays empty: the eye goes to where somebody does."""
    return [[n or None for n in row] for row in counts]


def _in_two_lines(name: str) -> str:
    """Short enough for a phone: the step, and below it whose turn it is."""
    step, _bracket, whose = name.partition(" (")
    return f"{step.partition(',')[0]}<br>({whose}"


def _by_age(waits: Sequence[tuple[int, int]]) -> list[int]:
    counts = [0] * (len(AGES) + 1)
    for days, n in waits:
        place = next((place for place, (most, _label) in enumerate(AGES) if days <= most), len(AGES))
        counts[place] += n
    return counts


def funnel(reached: Sequence[int]) -> None:
    """Of the dossiers submitted in the period: how many came how far."""
    names = [_("Nộp"), _("Tiếp nhận"), _("Xử lý"), _("Có kết quả"), _("Đã trả")]
    figure = go.Figure(
        go.Funnel(
            y=names, x=list(reached), texttemplate="%{x:,d}", textposition="auto",
            marker={"color": FIRST_COLOUR}, connector={"fillcolor": "rgba(128,128,128,0.25)"},
        )
    )  # fmt: skip
    rows = [(name, number(n)) for name, n in zip(names, reached, strict=True)]
    _draw("funnel", _("Hồ sơ nộp trong kỳ đã đến đâu"), figure, (_("Chặng"), _("Hồ sơ")), rows)


def distribution(days: Sequence[tuple[int, int]], legal_days: int | None) -> None:
    """How many dossiers took how many working days, with the time that the law gives."""
    figure = go.Figure(
        go.Bar(x=[day for day, _n in days], y=[n for _day, n in days], marker={"color": FIRST_COLOUR})
    )
    figure.update_layout(xaxis={"title": _("Số ngày làm việc"), "dtick": 1 if len(days) < 20 else None})
    _whole(figure, max(n for _day, n in days))
    if legal_days is not None:
        told = _("theo quy định: %(n)d ngày") % {"n": legal_days}
        line = {"color": COLOURS[LATE], "dash": "dash", "width": 2}
        figure.add_vline(x=legal_days, line=line, annotation_text=told, annotation_position="top right")
    rows = [(number(day), number(n)) for day, n in days]
    titles = (_("Số ngày làm việc"), _("Hồ sơ"))
    hint = _("Chọn một thủ tục để thấy thời hạn theo quy định trên biểu đồ.") if legal_days is None else ""
    _draw("days", _("Giải quyết mất bao nhiêu ngày làm việc"), figure, titles, rows, hint)


def _whole(figure: go.Figure, most: int) -> None:
    """Few dossiers: the axis counts one by one, since there is no half of one."""
    if most <= 5:
        figure.update_yaxes(dtick=1)


def _draw(
    key: str,
    title: str,
    figure: go.Figure,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    hint: str = "",
) -> None:
    """The chart, and the same numbers as a table for who cannot see it, or wants to copy them."""
    figure.update_layout(
        separators=",.", height=340, margin={"l": 8, "r": 8, "t": 40, "b": 8}, dragmode=False,
        legend={"orientation": "h", "y": 1.12, "x": 0, "traceorder": "normal"}, hovermode="closest",
    )  # fmt: skip
    figure.update_xaxes(fixedrange=True, automargin=True)
    figure.update_yaxes(fixedrange=True, automargin=True, rangemode="tozero")
    with st.container(border=True):
        st.markdown(f"##### {title}")
        st.plotly_chart(figure, key=f"chart-{key}", config=_config(key))
        if hint:
            st.caption(hint)
        with st.expander(_("Bảng số liệu"), key=f"numbers-{key}"):
            st.html(table(title, titles, rows))


def _config(key: str) -> dict[str, object]:
    """The bar above the chart keeps one button: the picture as a file."""
    words = {"Download plot as a PNG": _("Tải ảnh PNG"), "Download plot as a png": _("Tải ảnh PNG")}
    return {
        "displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]], "locale": "vi",
        "locales": {"vi": {"dictionary": words, "format": {"decimal": ",", "thousands": "."}}},
        "toImageButtonOptions": {"format": "png", "filename": f"thong-ke-{key}", "scale": 2},
    }  # fmt: skip
