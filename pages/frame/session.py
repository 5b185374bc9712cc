"""Who is asking, where, and one message that waits: the little that is kept between two runs."""

from contextvars import ContextVar
from typing import Any, NoReturn

import streamlit as st

from pages.parts.look import way_on
from pages.parts.words import _, speak
from services import accounts
from services.actors import Actor
from services.permissions import Permission
from services.server.addresses import BROWSER_COOKIE, SESSION_COOKIE, with_query

_MESSAGE = "message"
_PROVEN = "proven"
_actor: ContextVar[tuple[Actor | None] | None] = ContextVar("actor", default=None)
_path: ContextVar[str] = ContextVar("path", default="/")


def begin() -> None:
    """A new run: whoever was asking before must be looked up again."""
    _actor.set(None)
    speak()


def actor() -> Actor | None:
    """Who is signed in, read from the database once in every run; None for someone who is not.

    A fragment runs without the frame and looks for itself.
    """
    if (known := _actor.get()) is None:
        speak()
        known = (accounts.actor_for(_token()),)
        _actor.set(known)
    return known[0]


def _token() -> str:
    return st.context.cookies.get(SESSION_COOKIE, "")


def browser() -> str:
    """The random value that names this browser; empty where cookies are refused."""
    return st.context.cookies.get(BROWSER_COOKIE, "")


def visitor() -> str:
    """Where the request comes from, for counting tries; never shown, never logged."""
    return st.context.ip_address or "local"


def language() -> str:
    """vi or en."""
    return speak()


def stand_in(path: str) -> None:
    """The frame says which room is open."""
    _path.set(path)


def address(**changes: str) -> str:
    """The address of the open room with its query, changed where asked; empty values are left out."""
    query = {**st.query_params.to_dict(), **changes}
    return with_query(_path.get(), {name: value for name, value in query.items() if value})


def say_later(kind: str, text: str) -> None:
    """Keep one message (kind: success, info, warning, error) for the message place of the next run."""
    st.session_state[_MESSAGE] = (kind, text)


def take_message() -> tuple[str, str] | None:
    """The message that waits, once."""
    return st.session_state.pop(_MESSAGE, None)


def message_waits() -> bool:
    """Whether there is one: what runs without the frame cannot show it."""
    return _MESSAGE in st.session_state


def typed(key: str) -> Any:
    """What stands in a widget now: for the callback of that very widget."""
    return st.session_state.get(key)


def put(key: str, value: Any) -> None:
    """Fill a widget from the callback of another, before it is drawn."""
    st.session_state[key] = value


def keep_proof(follower: Actor) -> None:
    """This reader has shown the second factor of one dossier; it counts until the page is left."""
    st.session_state[_PROVEN] = follower


def proof(code: str) -> Actor | None:
    """The follower of this dossier, if its second factor was shown here."""
    follower = st.session_state.get(_PROVEN)
    return follower if follower is not None and follower.proven_code == code else None


def forget_proof() -> None:
    """The next look asks for the second factor again."""
    st.session_state.pop(_PROVEN, None)


def require(permission: Permission) -> Actor:
    """The signed-in reader with this permission; otherwise the room ends here with a way on."""
    reader = actor()
    if reader is None:
        _ask_to_sign_in()
    if reader.wanting_factor:
        st.info(_("Vai trò của ông/bà cần xác thực hai lớp. Hãy bật một lần rồi làm việc tiếp."))
        way_on(_("Bật xác thực hai lớp"), "/bao-mat")
        st.stop()
    if not reader.holds(permission):
        st.error(_("Tài khoản của ông/bà không có quyền mở trang này."), icon=":material/lock:")
        way_on(_("Về trang chủ"), "/")
        st.stop()
    return reader


def _ask_to_sign_in() -> NoReturn:
    st.info(_("Ông/bà cần đăng nhập để mở trang này."), icon=":material/login:")
    way_on(_("Đăng nhập"), with_query("/dang-nhap", {"tiep": address()}))
    st.stop()
