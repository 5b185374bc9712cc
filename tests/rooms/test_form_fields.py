"""Questions as they are drawn, without a room around them."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    """One number from 0 to 9; what was kept of it comes from outside."""
    import streamlit as st

    from pages.parts.form.form_fields import draw
    from pages.parts.form.pen import Pen
    from services.catalogue import Field, store

    asked = Field(key="so_ban", type="integer", label="Số bản", label_en="Copies", min=0, max=9)
    draw(asked, Pen("a", next(iter(store.bundled().values())), {"so_ban": st.session_state["kept"]}))


def test_a_number_that_a_newer_version_no_longer_allows_is_asked_again() -> None:
    """Kept under other limits, below a least of 0 too: the field stands empty, the page does not break."""
    for kept, shown in ((-3, None), (10, None), (0, 0), (9, 9)):
        app = AppTest.from_function(page, default_timeout=30)
        app.session_state["kept"] = kept
        app.run()
        assert not app.exception, kept
        assert app.number_input[0].value == shown
