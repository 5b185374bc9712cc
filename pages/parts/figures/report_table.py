"""The official report on the page: the table of the form, its files, and what was handed in."""

from html import escape

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.figures.figure_words import decimal, percent
from pages.parts.table import table
from pages.parts.words import _, day, moment, number, plain
from services.actors import Actor
from services.reports import desk, printing, sheet, workbook
from services.reports.desk import Asked, Frozen, Shown
from services.reports.estimates import Estimate, IndexGroup
from services.reports.sheet import Difference, Report

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def form(report: Report) -> str:
    """The thirteen columns, groups in bold, the total below."""
    groups = "".join(
        f'<th scope="colgroup" colspan="{len(columns)}">{escape(_(name))}</th>'
        for name, columns in sheet.HEADINGS
    )
    columns = "".join(
        f'<th scope="col">{escape(_(name))}<br><small>{number_}</small></th>'
        for _group, below in sheet.HEADINGS
        for name, number_ in below
    )
    lines = "".join(_line(*line) for line in printing.lines(report))
    caption = _("Biểu %(form)s") % {"form": sheet.FORMS[report.form]}
    first = _("Đơn vị, lĩnh vực") if report.form == sheet.BY_UNIT else _("Lĩnh vực, thủ tục")
    return (
        f'<div class="mc-scroll" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}">'
        f'<table class="mc-figures mc-report"><caption>{escape(caption)}</caption><thead>'
        f'<tr><th scope="col" rowspan="2">{escape(first)}</th>{groups}</tr><tr>{columns}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _line(place: str, name: str, cells: sheet.Cells, look: str) -> str:
    named = f"{place}. {name}" if place else _("Tổng cộng")
    shown = "".join(f"<td>{number(n)}</td>" for n in cells.columns)
    mark = ' class="mc-sum"' if look == "group" else ""
    return f'<tr{mark}><th scope="row">{escape(named)}</th>{shown}</tr>'


def notes(report: Report) -> None:
    """What must be known of the numbers, and that they balance."""
    cells = report.cells
    told = _("Ngoài biểu: công dân rút %(withdrawn)s hồ sơ, dừng xử lý %(stopped)s hồ sơ.")
    st.caption(
        told % {"withdrawn": number(cells.withdrawn), "stopped": number(cells.stopped)} + " "
        + _("Ở mọi dòng: cột 3 = cột 7 + cột 11 + rút + dừng.")
    )  # fmt: skip
    if faults := list(report.faults()):
        told = _("Có %(n)s dòng không cân đối, đừng gửi báo cáo này: %(lines)s")
        shown = "; ".join(faults[:5])
        st.error(told % {"n": len(faults), "lines": shown}, icon=":material/error:")


def files(report: Report) -> None:
    """The same table as XLSX, PDF and CSV, made when it is asked for."""
    stem = f"{report.form}-{report.period.first:%Y%m%d}-{report.last:%Y%m%d}"
    with st.container(horizontal=True, key="mc-report-files"):
        st.download_button(
            _("Tải báo cáo (XLSX)"), lambda: workbook.xlsx(report), f"{stem}.xlsx", XLSX, type="primary",
            icon=":material/download:", key="report-xlsx", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            _("Tải PDF"), lambda: printing.pdf(report), f"{stem}.pdf", "application/pdf",
            icon=":material/picture_as_pdf:", key="report-pdf", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            _("Tải CSV"), lambda: printing.csv(report), f"{stem}.csv", "text/csv",
            icon=":material/download:", key="report-csv", on_click="ignore",
        )  # fmt: skip


def handed_in(reader: Actor, asked: Asked, shown: Shown) -> None:
    """The versions that were handed in with what is different now, and the button that hands in."""
    st.subheader(_("Đã chốt, đã gửi"), anchor=False)
    for one in shown.frozen:
        _version(reader, one)
    if not shown.unit.own:
        if not shown.frozen:
            st.caption(_("Đơn vị chưa chốt báo cáo của kỳ này."))
        return
    if shown.report.runs:
        after = day(shown.report.period.after)
        st.caption(_("Kỳ chưa kết thúc. Chốt được từ ngày %(day)s.") % {"day": after})
        return
    if shown.frozen and not shown.frozen[0].differences:
        return
    st.caption(_("Chốt là giữ nguyên số liệu và tệp của kỳ này như khi gửi. Số liệu sửa sau đó hiện thành"
                 " chênh lệch; chốt lại thành bản mới, bản cũ vẫn còn."))  # fmt: skip
    label = _("Chốt lại báo cáo") if shown.frozen else _("Chốt báo cáo")
    if st.button(label, icon=":material/lock:", key="report-freeze"):
        with refusals.told():
            version = desk.freeze(reader, asked)
            session.say_later("success", _("Đã chốt báo cáo, bản %(n)s.") % {"n": version})
            st.rerun()


def _version(reader: Actor, one: Frozen) -> None:
    told = _("Bản %(n)s, %(by)s chốt lúc %(at)s. Mã băm SHA-256 của tệp XLSX: %(hash)s…")
    with st.container(border=True):
        st.markdown(":material/lock: " + told % {
            "n": one.version, "by": plain(one.by), "at": moment(one.at), "hash": f"`{one.sha256[:16]}`",
        })  # fmt: skip
        with st.container(horizontal=True):
            for kind, mime in (("xlsx", XLSX), ("pdf", "application/pdf")):
                st.download_button(
                    _("Tải tệp đã gửi (%(kind)s)") % {"kind": kind.upper()},
                    lambda kind=kind: desk.handed_in(reader, one.id, kind), f"da-chot-{one.id}.{kind}", mime,
                    icon=":material/download:", key=f"frozen-{one.id}-{kind}", on_click="ignore",
                )  # fmt: skip
        if one.differences:
            st.html(_differences(one.differences))
        else:
            st.caption(_("Số liệu hiện nay vẫn đúng như bản này."))


MOST_DIFFERENCES = 50


def _differences(found: tuple[Difference, ...]) -> str:
    caption = _("Chênh lệch so với nay: %(n)s số") % {"n": number(len(found))}
    titles = (_("Dòng"), _("Cột"), _("Khi chốt"), _("Hiện nay"), _("Chênh lệch"))
    rows = [
        (f"{one.group} / {one.line}" if one.group != one.line else one.line, column_name(one.what),
         number(one.then), number(one.now), f"{one.now - one.then:+d}".replace("-", "−"))
        for one in found[:MOST_DIFFERENCES]
    ]  # fmt: skip
    return table(caption, titles, rows)


def column_name(what: str) -> str:
    """The number that a name of `sheet.COUNTED` stands for."""
    return {
        "online": _("4 Trong kỳ: trực tuyến"), "direct": _("5 Trong kỳ: trực tiếp, bưu chính"),
        "carried": _("6 Từ kỳ trước"), "early": _("8 Trước hạn"), "on_time": _("9 Đúng hạn"),
        "late": _("10 Quá hạn"), "open_in_time": _("12 Đang giải quyết, trong hạn"),
        "open_late": _("13 Đang giải quyết, quá hạn"), "withdrawn": _("Ngoài biểu: công dân rút"),
        "stopped": _("Ngoài biểu: dừng xử lý"),
    }[what]  # fmt: skip


def estimate(found: Estimate) -> str:
    """The index groups as an estimate, with what cannot be told."""
    titles = (_("Nhóm chỉ số, thành phần"), _("Số hồ sơ, thủ tục"), _("Tỷ lệ"), _("Điểm ước tính"),
              _("Điểm tối đa"))  # fmt: skip
    body = "".join(_index_group(group) for group in found.groups)
    return table(_("Ước tính theo Quyết định 766/QĐ-TTg"), titles, [], more=body, look="mc-figures mc-report")


def _index_group(group: IndexGroup) -> str:
    row = _index_row(_(group.name), "", "", decimal(group.points), decimal(group.most), strong=True)
    for part in group.parts:
        counts = f"{number(part.rate.part)} / {number(part.rate.whole)}"
        points = decimal(part.points)
        row += _index_row(_(part.name), counts, percent(part.rate), points, decimal(part.most))
    if group.missing:
        row += f'<tr><td colspan="5" class="mc-why">{escape(_(group.missing))}</td></tr>'
    return row


def _index_row(name: str, *cells: str, strong: bool = False) -> str:
    mark = ' class="mc-sum"' if strong else ""
    return f'<tr{mark}><th scope="row">{escape(name)}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'


