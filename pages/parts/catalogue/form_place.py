"""Where in a form somebody is: which part and question are open, and how these move and go."""

import streamlit as st

from pages.frame import session
from pages.parts.catalogue import form_hand
from pages.parts.catalogue.form_hand import ASKED, Hand
from pages.parts.words import _, plain
from services.catalogue.drafts import editing
from services.catalogue.plain_data import Data, Path, at

HERE = "cau"
"""In the address: the keys of what is open, from the part to the question."""
NOWHERE = "-"


def is_open(data: Data, path: Path) -> bool:
    """Whether this part or question is open; nothing said in the address is the first part."""
    named = st.query_params.get(HERE, "")
    mine = _name(data, path)
    if not named:
        return path == ("sections", 0)
    return named == mine or named.startswith(f"{mine}.")


def turn(data: Data, path: Path) -> None:
    """Open it, or close it and stay in what is around it."""
    session.put(ASKED, None)
    if is_open(data, path):
        around = path[:-2]
        st.query_params[HERE] = _name(data, around) if around else NOWHERE
    else:
        go(data, path)


def go(data: Data, path: Path) -> None:
    """This one is open now."""
    st.query_params[HERE] = _name(data, path)


def _name(data: Data, path: Path) -> str:
    """The keys on the way, `part.question.inner`; the number where there is no key."""
    steps = [path[: n + 1] for n in range(1, len(path), 2)]
    return ".".join(str(at(data, (*step, "key")) or step[-1]) for step in steps)


def part(data: Data) -> str:
    """The key of the part that is open; the first one while nothing is said."""
    named = st.query_params.get(HERE, "").partition(".")[0]
    return named or str(at(data, ("sections", 0, "key"), ""))


def marks(hand: Hand, path: Path) -> str:
    """How much is wrong in there."""
    count = sum(tuple(fault.path[: len(path)]) == path for fault in hand.faults)
    return f" :red-badge[{count}]" if count else ""


def order(hand: Hand, path: Path, asked: str, *, first: bool, last: bool) -> None:
    """Up, down and away for what is open; `asked` is said before it goes."""
    if hand.locked:
        return
    name = "-".join(["form-move", *map(str, path)])
    with st.container(horizontal=True, gap="small"):
        up = st.button(
            _("Lên"), icon=":material/arrow_upward:", type="tertiary", disabled=first, key=f"{name}-up"
        )
        down = st.button(
            _("Xuống"), icon=":material/arrow_downward:", type="tertiary", disabled=last, key=f"{name}-down"
        )
        st.button(
            _("Xóa"), icon=":material/delete:", type="tertiary", key=f"{name}-away",
            on_click=session.put, args=(ASKED, path),
        )  # fmt: skip
    if up or down:
        _move(hand, path, -1 if up else 1)
    _ask_away(hand, path, asked)


def _move(hand: Hand, path: Path, by: int) -> None:
    needed = editing.in_the_way(hand.data, path, by)
    if needed:
        said = ", ".join(f"“{one}”" for one in needed)
        text = _("Chưa chuyển được: %(who)s dùng câu trả lời đứng trước nên phải đứng sau nó.")
        session.say_later("warning", text % {"who": plain(said)})
        st.rerun()
    was_open = is_open(hand.data, path) and bool(st.query_params.get(HERE))
    hand.data, there = editing.move(hand.data, path, by)
    if was_open:
        go(hand.data, there)


def _ask_away(hand: Hand, path: Path, title: str) -> None:
    """If somebody wants that: say what else names it, and delete it after a word."""
    if session.typed(ASKED) != path:
        return
    effect = editing.delete(hand.data, path)
    told = [plain(title), _("Các chỗ sau đang dùng nó:")] if effect.lost else [plain(title)]
    if form_hand.confirmed(path, " ".join(told), effect.lost, _("Xóa"), _leave):
        session.put(ASKED, None)
        st.query_params[HERE] = _name(hand.data, path[:-2]) or NOWHERE
        hand.data = effect.data


def _leave() -> None:
    session.put(ASKED, None)
