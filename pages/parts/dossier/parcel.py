"""A result on its way by post: who gets it, where it is, and what the carrier told."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.facts import facts
from pages.parts.words import _, moment, plain
from services.identity import say_phone
from services.post.room import News, ParcelRow
from services.post.states import reason_name, state_name


def draw(parcels: Sequence[ParcelRow]) -> None:
    """The newest parcel first; nothing where none was handed over."""
    if not parcels:
        return
    st.subheader(_("Bưu gửi"), anchor=False)
    for one in parcels:
        with st.container(border=True, gap="small"):
            facts(
                [
                    (_("Mã vận đơn"), one.tracking_code),
                    (_("Tình trạng"), state_name(one.state)),
                    (_("Người nhận"), f"{one.receiver.name}, {say_phone(one.receiver.phone)}"),
                    (_("Địa chỉ"), one.receiver.address),
                ]
            )
            st.markdown("\n".join(_line(news) for news in reversed(one.news)))


def _line(news: News) -> str:
    why = f": {reason_name(news.reason)}" if news.reason else ""
    note = f" ({plain(news.note)})" if news.note else ""
    return f"- **{moment(news.at)}** · {state_name(news.state)}{why}{note}"
