"""Another way to the result, or another receiver: what an officer changes when the citizen asks for it."""

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.dossier.dossier_data import way_name
from pages.parts.form import form_fields
from pages.parts.form.pen import Pen
from pages.parts.words import _
from services.actors import Actor
from services.desk.rows import DossierView
from services.money.checks import LONGEST_REASON
from services.permissions import Permission
from services.post import delivery
from services.post.receivers import BY_POST
from services.post.states import UNDER_WAY
from services.workflow import OPEN


def draw(view: DossierView, reader: Actor) -> None:
    """Offered while the dossier is open and the post does not have the result."""
    with_the_post = bool(view.parcels) and view.parcels[0].state in UNDER_WAY
    offered = delivery.choice(view.procedure)
    if offered is None or view.state not in OPEN or with_the_post or not reader.holds(Permission.POST_RECORD):
        return
    name, label = f"delivery-{view.code}-{view.version}", _("Đổi cách nhận kết quả, người nhận")
    place = st.expander(label, icon=":material/local_shipping:", key=name, on_change="rerun")
    if not place.open:  # six elements that hardly anybody looks at
        return
    with place:
        way = st.selectbox(
            _("Nhận kết quả"), offered.ways, format_func=way_name, key=f"{name}-way",
            index=offered.ways.index(view.result_way) if view.result_way in offered.ways else 0,
        )  # fmt: skip
        given = {}
        if way == BY_POST:
            pen = Pen(name, view.procedure, form=view.form, shown=view.form)
            given = {
                key: form_fields.draw(view.procedure.by_key[key], pen) for key in offered.receiver_fields
            }
        reason = st.text_input(_("Lý do"), key=f"{name}-why", max_chars=LONGEST_REASON)
        st.caption(
            _("Người nộp được báo. Nếu đã thu cước bưu chính mà không gửi nữa, hãy hoàn tiền ở Phí, lệ phí.")
        )
        top = st.container()
        if st.button(_("Đổi"), type="primary", key=f"{name}-do"):
            with refusals.told(top):
                delivery.change(reader, view.code, seen=view.version, way=way, receiver=given, reason=reason)
                session.say_later("success", _("Đã đổi cách nhận kết quả; người nộp được báo."))
                st.rerun()
