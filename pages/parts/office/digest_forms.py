"""The officers' daily mail: each one's own word, and what the office sets for whoever never said."""

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.words import _
from services import digest
from services.actors import Actor


def own(reader: Actor) -> None:
    """On or off for the reader."""
    kept = digest.choice(reader)
    st.subheader(_("Bản tin hằng ngày"), anchor=False)
    st.markdown(
        _("Mỗi ngày làm việc một thư, từ %(at)s: bao nhiêu hồ sơ mới, đến hạn hôm nay, quá hạn, vừa nộp bổ "
          "sung. Không có việc chờ thì không có thư.") % {"at": kept.not_before}
    )  # fmt: skip
    if not kept.email:
        st.caption(_("Tài khoản chưa có thư điện tử; xin người quản trị ghi vào."))
    wanted = st.toggle(_("Gửi bản tin cho tôi"), value=kept.wanted, key="digest-own")
    if wanted != kept.wanted:
        with refusals.told():
            digest.choose(reader, wanted)
            session.say_later("success", _("Đã bật bản tin.") if wanted else _("Đã tắt bản tin."))
            st.rerun()


def rule(reader: Actor) -> None:
    """What the office sets."""
    kept = digest.rule_now(reader)
    st.subheader(_("Bản tin hằng ngày của cán bộ"), anchor=False)
    with st.form("digest-rule", border=False):
        wanted = st.checkbox(_("Gửi cho mọi cán bộ, trừ người đã tắt"), value=kept.wanted, key="digest-all")
        hour = st.selectbox(
            _("Gửi từ"), digest.HOURS, index=digest.HOURS.index(kept.not_before), key="digest-hour"
        )
        top = st.container()
        pressed = st.form_submit_button(_("Lưu bản tin"), icon=":material/save:")
    if pressed:
        with refusals.told(top):
            digest.set_rule(reader, wanted, hour)
            session.say_later("success", _("Đã lưu bản tin hằng ngày."))
            st.rerun()
