"""Whoever comes by a link to an office that has ended is told which one took over."""

import streamlit as st

from pages.parts.words import _, plain
from services.agencies import listing
from services.clock import today


def told(slug: str | None) -> str | None:
    """The office to go on with: that of the link, or the one that took over, which is then said."""
    gone = listing.followed_by(slug, today()) if slug else None
    if gone is None:
        return slug
    name, after = gone
    if not after:
        st.info(_("%(old)s đã kết thúc. Xin chọn cơ quan khác.") % {"old": plain(name)})
        return None
    said = _("%(old)s đã kết thúc. Công việc do %(new)s tiếp nhận.")
    st.info(said % {"old": plain(name), "new": ", ".join(plain(new) for _slug, new in after)})
    return after[0][0] if len(after) == 1 else None
