"""The front door: run by Streamlit it draws a page, imported it is the web server (uvicorn dashboard:app)."""

import streamlit as st

if __name__ == "__main__":
    from pages.frame import layout

    layout.draw()
else:
    from pages.frame import server

    server.refuse_unsafe_settings()
    app = st.App(
        __file__,
        lifespan=server.lifespan,
        routes=server.routes(),
        middleware=server.middleware(),
        on_script_error=server.on_script_error,
    )
