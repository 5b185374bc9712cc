"""The smallest page that Streamlit can serve: what a rerun costs before we do anything."""

import streamlit as st

if __name__ == "__main__":
    st.html("<p>·</p>")
else:
    app = st.App(__file__)
