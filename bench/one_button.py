"""The smallest page of Streamlit that answers a key: how soon an action can be seen before we do anything."""

import streamlit as st

KEY = "Ctrl+B"
SIGN = ".counted"

if __name__ == "__main__":
    st.session_state.setdefault("count", 0)
    if st.button("·", shortcut=KEY):
        st.session_state["count"] += 1
    st.html(f'<p class="counted">{st.session_state["count"]}</p>')
else:
    app = st.App(__file__)
