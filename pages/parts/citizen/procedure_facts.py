"""One procedure in full: papers, time, fee, result, steps and law, to be read before starting."""

import streamlit as st

from pages.parts.citizen.procedure_choice import marks, name_of, submit_link
from pages.parts.words import _, day, money
from services import letters
from services.catalogue import Paper, Procedure
from services.catalogue.schema import Rate
from services.language import pick
from services.money import due


def draw(one: Procedure) -> None:
    """The whole page below the heading."""
    st.title(name_of(one), anchor=False)
    st.caption(marks(one))
    with st.container(horizontal=True, vertical_alignment="center"):
        submit_link(one, main=True)
        st.download_button(
            _("Tải mẫu"), lambda: letters.declaration(one, None), file_name=f"mau-{one.code}.pdf",
            mime="application/pdf", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    st.subheader(_("Giấy tờ"), anchor=False)
    for paper in one.papers:
        _paper(paper)
    st.subheader(_("Thời gian và lệ phí"), anchor=False)
    st.markdown(f":material/schedule: {pick(one.time.note, one.time.note_en)}")
    for fee in (one.fee, one.copy_fee):
        if fee is not None:
            st.markdown(f":material/payments: {_price(fee.amount)} {pick(fee.note, fee.note_en)}")
            for rate in fee.rates:
                st.caption(_rate(rate))
            if fee.exemptions:
                names = "; ".join(pick(e.label, e.label_en).lower() for e in fee.exemptions)
                st.caption(_("Được miễn: %(names)s.") % {"names": names})
    _postage(one)
    st.subheader(_("Kết quả"), anchor=False)
    for result in one.results:
        st.markdown(f":material/verified: {pick(result.name, result.name_en)}")
    st.subheader(_("Các bước"), anchor=False)
    st.markdown("\n".join(f"{n}. {pick(step.text, step.text_en)}" for n, step in enumerate(one.steps, 1)))
    told = [pick(r.text, r.text_en) for r in one.remarks if r.audience == "citizen"]
    if told:
        st.subheader(_("Cần biết"), anchor=False)
        st.markdown("\n".join(f"- {text}" for text in told))
    with st.expander(_("Căn cứ pháp lý")):
        st.markdown("\n".join(f"- {base}" for base in one.legal_bases))


def _price(amount: int) -> str:
    return f"**{money(amount)}.**" if amount else _("**Không thu phí.**")


def _rate(rate: Rate) -> str:
    """Another price from a day on, and over which ways of handing in."""
    told = {"amount": money(rate.amount), "first": day(rate.valid_from)}
    said = _("Từ %(first)s: %(amount)s.") % told
    if rate.valid_to is not None:
        said = _("Từ %(first)s đến %(last)s: %(amount)s.") % {**told, "last": day(rate.valid_to)}
    names = {"TRUC_TIEP": _("trực tiếp"), "TRUC_TUYEN": _("trực tuyến"), "BUU_CHINH": _("qua bưu chính")}
    if len(rate.channels) < len(names):
        said += " " + _("Khi nộp: %(ways)s.") % {"ways": ", ".join(names[way] for way in rate.channels)}
    return said


def _postage(one: Procedure) -> None:
    """What it costs by post: as the data says, or that the post takes its own price."""
    ways = {option.value for field in one.fields if field.role == "result_way" for option in field.options}
    by_post = any("BUU_CHINH" in paper.channels for paper in one.papers)
    if one.postage is not None:
        note = pick(one.postage.note, one.postage.note_en)
        st.markdown(f":material/local_shipping: {_price(one.postage.amount)} {note}")
    elif due.BY_POST in ways or by_post:
        said = _("Qua bưu chính công ích: cước tính riêng, ngoài lệ phí, theo giá bưu điện báo khi gửi.")
        st.markdown(f":material/local_shipping: {said}")


def _paper(paper: Paper) -> None:
    """Name, how many of what, whether it is handed in, shown or looked up by the office, and the note."""
    kinds = {"nop": _("Nộp"), "xuat_trinh": _("Xuất trình"), "tra_cuu": _("Cơ quan tự tra cứu")}
    counts = []
    if paper.kind != "tra_cuu":
        counts = [_("%(n)s bản chính") % {"n": paper.originals}] if paper.originals else []
        counts += [_("%(n)s bản sao") % {"n": paper.copies}] if paper.copies else []
    must = [] if paper.required or paper.kind == "tra_cuu" else [_("nếu có")]
    if paper.required_if is not None or paper.show_if is not None:
        must = [_("tùy trường hợp")]
    with st.container(gap="xxsmall"):
        st.markdown(f":material/description: **{pick(paper.label, paper.label_en)}**")
        st.caption(" · ".join([kinds[paper.kind], *counts, *must, *_online(paper)]))
        if paper.note:
            st.caption(pick(paper.note, paper.note_en))


def _online(paper: Paper) -> list[str]:
    if "TRUC_TUYEN" not in paper.channels:
        return []
    told = {"required": _("nộp qua mạng phải có bản quét"), "optional": _("nộp qua mạng thì quét nếu có")}
    return [told[paper.upload]] if paper.upload in told else []
