"""The wizard's last page: the code of the dossier."""

import streamlit as st

from pages.parts.citizen.procedure_choice import TRACK
from pages.parts.form.steps import AT_CODE, show_position, the_ten
from pages.parts.words import _
from services import correspondence, intake
from services.drafts import DraftView
from services.errors import NotFound


def sent(draft: DraftView) -> None:
    """The code, what happens next, the receipt, and the way to follow it."""
    show_position(AT_CODE, the_ten()[-1], done=True)
    where = draft.office.name if draft.office else ""
    st.success(_("Đã gửi hồ sơ tới %(office)s.") % {"office": where}, icon=":material/check_circle:")
    with st.container(key="mc-code"):
        st.header(_("Mã hồ sơ: %(code)s") % {"code": draft.code}, anchor=False)
    st.markdown(
        "\n".join(
            [
                _("Việc tiếp theo:"),
                "1. " + _("Thư xác nhận được gửi tới địa chỉ thư điện tử ông/bà đã khai."),
                "2. " + _("Trong 8 giờ làm việc, cơ quan báo ngày hẹn trả, hoặc hồ sơ còn thiếu gì."),
                "3. " + _("Tra cứu bằng mã hồ sơ và 4 số cuối điện thoại hoặc số định danh."),
            ]
        )
    )
    with st.container(horizontal=True):
        try:
            follower = intake.follower(draft.token)
        except NotFound:
            pass
        else:
            st.download_button(
                _("Tải biên nhận"), lambda: correspondence.submission_pdf(follower, draft.code or "")[1],
                file_name=f"{draft.code}.pdf", mime="application/pdf", icon=":material/download:",
                on_click="ignore", type="primary",
            )  # fmt: skip
        st.page_link(
            TRACK, label=_("Tra cứu hồ sơ"), icon=":material/search:", query_params={"ma": draft.code or ""}
        )
