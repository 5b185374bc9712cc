"""The fields of a draft by both hands: a draft may hold anything, and what is typed is kept the same way."""

import pytest
from streamlit.testing.v1 import AppTest

ODD = {"level": ["x"], "tiers": [{"a": 1}, "xa"], "days": "soon", "name": 3, "from": "never", "sure": "yes"}


def page() -> None:
    """One field of every kind, by the hand that is asked for."""
    import streamlit as st

    from pages.parts.catalogue import draft_fields
    from pages.parts.catalogue.catalogue_pen import Pen
    from pages.parts.catalogue.form_hand import Hand

    def keep(_label, change, _typed) -> bool:
        st.session_state["data"] = change(st.session_state["data"])
        return True

    data = st.session_state["data"]
    hand = Pen("p", data, keep=keep) if st.session_state["hand"] == "pen" else Hand(data)
    draft_fields.line(hand, ("name",), "Tên")
    draft_fields.lines(hand, ("sources",), "Nguồn")
    draft_fields.whole(hand, ("days",), "Số ngày", least=1, most=250)
    draft_fields.tick(hand, ("sure",), "Chắc chắn")
    draft_fields.choose(hand, ("level",), "Mức", {3: "Ba", 4: "Bốn"})
    draft_fields.choose_several(hand, ("tiers",), "Cấp", {"xa": "Xã", "huyen": "Huyện"})
    draft_fields.day(hand, ("from",), "Từ ngày")
    if isinstance(hand, Hand):
        st.session_state["data"] = hand.data


def opened(hand: str, data: dict) -> AppTest:
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["data"], app.session_state["hand"] = data, hand
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("hand", ["pen", "form"])
def test_what_does_not_fit_is_shown_and_left_as_it_is(hand):
    """Looking is not editing, and no draft breaks the page."""
    app = opened(hand, dict(ODD))
    assert app.session_state["data"] == ODD
    assert app.selectbox[0].value == ["x"]
    assert app.multiselect[0].value == ["xa"]


@pytest.mark.parametrize("hand", ["pen", "form"])
def test_both_hands_keep_the_same(hand):
    """Each kind of field, as it is stored; what counts without being said is left out."""
    app = opened(hand, {"sure": True})
    app.text_input[0].set_value(" Khai sinh ")
    app.text_area[0].set_value("Luật\n\nNghị định ")
    app.number_input[0].set_value(3)
    app.checkbox[0].uncheck()
    app.selectbox[0].select_index(2)
    app.multiselect[0].select("huyen")
    app.run()
    assert not app.exception, app.exception
    assert app.session_state["data"] == {
        "name": "Khai sinh", "sources": ["Luật", "Nghị định"], "days": 3, "level": 4, "tiers": ["huyen"],
    }  # fmt: skip
