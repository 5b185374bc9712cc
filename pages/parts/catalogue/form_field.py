"""The panel of one question: its words, when it is asked, what can be answered, and whose answer it is."""

from typing import Any

import streamlit as st

from pages.parts.catalogue import draft_fields, form_answers, form_hand, form_place
from pages.parts.catalogue.form_hand import Hand
from pages.parts.words import _
from services.catalogue import meaning, plain_data, question_words
from services.catalogue.drafts import editing
from services.catalogue.plain_data import Path
from services.catalogue.references import questions

ALWAYS, NEVER, SOMETIMES = "always", "never", "sometimes"


def draw(hand: Hand, path: Path) -> None:
    """Everything about the question at this path."""
    draft_fields.say_wrong(hand, path)
    form_hand.pair(hand, (*path, "label"), _("Câu hỏi"), most=300)
    _type(hand, path)
    _needed(hand, path)
    _shown(hand, path)
    form_answers.draw(hand, path)
    _hint(hand, path)
    if len(path) == 4:
        _role(hand, path)
    _prefill(hand, path)
    _advanced(hand, path)
    if hand.of((*path, "type")) == "group":
        from pages.parts.catalogue import form_editor

        st.markdown(f"**{_('Câu hỏi trong nhóm')}**")
        draft_fields.say_wrong(hand, (*path, "fields"))
        form_editor.listed(hand, path)


def _type(hand: Hand, path: Path) -> None:
    now = hand.of((*path, "type"))
    kinds = {kind: question_words.type_name(kind) for kind in question_words.TYPES}
    if len(path) > 4:
        del kinds["group"]
    chosen = form_hand.pick_one(hand, (*path, "type"), _("Loại câu trả lời"), kinds, now)
    if chosen != now:
        form_hand.do(hand, (*path, "type"), editing.retype(hand.data, path, chosen))
    draft_fields.say_wrong(hand, (*path, "type"))


def _needed(hand: Hand, path: Path) -> None:
    if hand.of((*path, "type")) in ("agency", "signature"):
        return
    modes = {NEVER: _("Không bắt buộc"), ALWAYS: _("Bắt buộc"), SOMETIMES: _("Bắt buộc khi…")}
    now = ALWAYS if hand.of((*path, "required")) is True else SOMETIMES
    now = NEVER if now == SOMETIMES and not hand.of((*path, "required_if")) else now
    chosen = form_hand.switch(hand, (*path, "required"), _("Phải trả lời"), modes, now)
    if chosen != now:
        hand.put((*path, "required"), chosen == ALWAYS, False)
        _begin(hand, (*path, "required_if"), path, chosen == SOMETIMES)
    elif now == SOMETIMES:
        _condition(hand, (*path, "required_if"), path)
    draft_fields.say_wrong(hand, (*path, "required_if"), below=True)


def _shown(hand: Hand, path: Path) -> None:
    modes = {ALWAYS: _("Luôn hỏi"), SOMETIMES: _("Chỉ hỏi khi…")}
    now = SOMETIMES if hand.of((*path, "show_if")) else ALWAYS
    chosen = form_hand.switch(hand, (*path, "show_if"), _("Khi nào hỏi"), modes, now)
    if chosen != now:
        _begin(hand, (*path, "show_if"), path, chosen == SOMETIMES)
    elif now == SOMETIMES:
        _condition(hand, (*path, "show_if"), path)
    draft_fields.say_wrong(hand, (*path, "show_if"), below=True)


def _begin(hand: Hand, at: Path, path: Path, wanted: bool) -> None:
    """A first condition, to be changed; or none."""
    from pages.parts.catalogue.condition_row import fresh

    begun = fresh(_names(hand, path)) if wanted else None
    if wanted and begun is None:
        st.caption(_("Chưa có câu hỏi nào đứng trước để đặt điều kiện."))
    hand.put(at, begun)


def _condition(hand: Hand, at: Path, path: Path) -> None:
    from pages.parts.catalogue import condition_editor

    now = hand.of(at)
    name = "-".join(["form", *map(str, at)])
    with st.container(border=True, gap="small"):
        after = condition_editor.draw(now, before(hand, path), name, locked=hand.locked)
    if after != now:
        hand.put(at, after)


def _names(hand: Hand, path: Path) -> dict[str, dict[str, Any]]:
    from services.catalogue import condition_words

    return condition_words.named(before(hand, path))


def before(hand: Hand, path: Path) -> list[dict[str, Any]]:
    """The questions that may be named here: all that stand before, in a group those of the group too."""
    found = []
    for here, field, _group in questions(hand.data):
        if here == path:
            break
        if (len(here) == 4 and here != path[:4]) or (len(path) == 6 and here[:5] == path[:5]):
            found.append(field)
    return found


def _hint(hand: Hand, path: Path) -> None:
    with st.expander(_("Hướng dẫn"), icon=":material/help:"):
        form_hand.pair(hand, (*path, "help"), _("Hướng dẫn dưới ô"))
        if hand.of((*path, "type")) in form_answers.TYPED:
            draft_fields.line(hand, (*path, "placeholder"), _("Ví dụ trong ô"), most=100)


def _role(hand: Hand, path: Path) -> None:
    kind, now = str(hand.of((*path, "type"))), hand.of((*path, "role"))
    fitting: dict[Any, str] = {None: _("Không giữ vai trò nào")}
    for role, name in question_words.ROLES.items():
        if kind in editing.role_types(role, kind) and kind not in ("group", "signature", "agency"):
            fitting[role] = _(name)
    draft_fields.choose(
        hand, (*path, "role"), _("Đây là thông tin gì"), fitting,
        hint=_("Hệ thống dùng câu trả lời này để liên hệ, tra cứu, in giấy tờ."),
    )  # fmt: skip
    if now is None and fitting.keys() & set(meaning.NEEDED):
        missing = _missing(hand) & fitting.keys()
        if missing:
            said = ", ".join(_(question_words.ROLES[one]) for one in sorted(missing))
            st.caption(_("Biểu mẫu chưa có: %(roles)s.") % {"roles": said})


def _missing(hand: Hand) -> set[str]:
    given = {field.get("role") for _path, field, group in questions(hand.data) if not group}
    return set(meaning.NEEDED) - given


def _prefill(hand: Hand, path: Path) -> None:
    """Where an empty answer comes from."""
    kind = str(hand.of((*path, "type")))
    if kind in ("group", "agency", "signature", "checkbox"):
        return
    fitting: dict[Any, str] = {None: _("Không điền sẵn")}
    for field in before(hand, path):
        if field.get("type") in (kind, *meaning.AS_TEXT.get(kind, ())):
            fitting[field.get("key")] = question_words.label_of(field)
    if len(fitting) == 1 and not hand.of((*path, "prefill")):
        return
    with st.expander(_("Điền sẵn từ câu khác"), icon=":material/input:"):
        now = hand.of((*path, "prefill", "field"))
        chosen = form_hand.pick_one(hand, (*path, "prefill"), _("Để trống thì lấy từ"), fitting, now)
        if chosen != now:
            told = dict(hand.of((*path, "prefill"), {})) | {"field": chosen}
            hand.put((*path, "prefill"), told if chosen else None)
        elif now is not None:
            st.caption(_("Chỉ lấy khi (không đặt điều kiện: luôn lấy):"))
            _condition(hand, (*path, "prefill", "when"), path)
        draft_fields.say_wrong(hand, (*path, "prefill"), below=True)


def _advanced(hand: Hand, path: Path) -> None:
    with st.expander(_("Nâng cao"), icon=":material/tune:"):
        draft_fields.tick(
            hand, (*path, "sensitive"), _("Dữ liệu nhạy cảm"),
            hint=_("Được che trong danh sách và không vào nhật ký."),
        )  # fmt: skip
        draft_fields.line(hand, (*path, "form_number"), _("Số mục trên mẫu giấy"), most=40)
        now = str(hand.of((*path, "key")) or "")
        typed = st.text_input(
            _("Tên khóa"), now, max_chars=40, key=form_hand.key((*path, "key"), now), disabled=hand.locked,
            help=_("Tên của câu hỏi trong dữ liệu. Đổi tên thì điều kiện, quy tắc, giấy tờ, phí đổi theo; "
                   "bản khai dở của người dân thì mất câu trả lời này."),
        )  # fmt: skip
        if typed != now and plain_data.new_name(typed, ()) != now:
            hand.data = editing.rename(hand.data, path, typed)
            form_place.go(hand.data, path)
        draft_fields.say_wrong(hand, (*path, "key"))
