"""Whoever comes by a link to an office that has ended is told which one took over."""

import streamlit as st

from pages.parts.words import _, plain
from services import offers
from services.agencies import listing
from services.clock import today


def told(slug: str | None) -> str | None:
    """The office to go on with: that of the link, or the one that took over, which is then said."""
    gone = listing.followed_by(slug, today()) if slug else None
    if gone is None:
        return slug
    name, after = gone
    names = {office.slug: office.name for office in offers.offices() if office.slug in after}
    if not names:
        st.info(_("%(old)s đã kết thúc. Xin chọn cơ quan khác.") % {"old": plain(name)})
        return None
    said = _("%(old)s đã kết thúc. Công việc do %(new)s tiếp nhận.")
    st.info(said % {"old": plain(name), "new": ", ".join(map(plain, names.values()))})
    return next(iter(names)) if len(names) == 1 else None
