"""Danh mục thủ tục: every procedure with its versions; drafts are written, tried, reviewed, published."""

import streamlit as st

from pages.frame.session import require
from pages.parts.catalogue import catalogue_list
from pages.parts.catalogue import catalogue_place as place
from pages.parts.words import _
from services.errors import NotAllowed, NotFound
from services.permissions import Permission

reader = require(Permission.CATALOGUE_MANAGE)


def room() -> None:
    """The list; `ban` in the address opens a draft, `xem` a published version."""
    draft, version = place.asked(place.DRAFT), place.asked(place.VERSION)
    try:
        if draft:
            from pages.parts.catalogue import catalogue_draft

            return catalogue_draft.draw(reader, draft)
        if version:
            from pages.parts.catalogue import catalogue_version

            return catalogue_version.draw(reader, version)
    except NotAllowed:
        return st.error(_("Danh mục thủ tục do quản trị của cấp trên cùng quản lý."), icon=":material/lock:")
    except NotFound:
        st.info(_("Không có bản này trong danh mục. Dưới đây là danh sách."))
    return catalogue_list.draw(reader)


room()
