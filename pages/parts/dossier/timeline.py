"""The story of a dossier, newest first: who did what when, and what was said with it."""

from collections.abc import Iterator
from datetime import date, datetime
from html import escape
from typing import Any

import streamlit as st

from pages.parts.dossier.dossier_data import way_name
from pages.parts.words import _, day, moment, money, state_name
from services.catalogue import Procedure
from services.desk.dossier_view import asked
from services.desk.rows import DossierView, EventRow
from services.money.words import way_name as pay_way_name
from services.post.delivery import CHANGE
from services.sentences import action_name


def draw(view: DossierView) -> None:
    """One light element; what was taken back is struck through and stays readable."""
    rows = "".join(line(event, view.procedure) for event in reversed(view.events))
    st.html(f'<ol class="mc-story">{rows}</ol>')


def line(event: EventRow, procedure: Procedure) -> str:
    """One happening as an item of the story."""
    who = escape(event.by) + (f" ({_('người dân')})" if event.by_citizen else "")
    moved = ""
    if event.from_state not in (None, event.to_state):
        moved = f" → {escape(state_name(event.to_state))}"
    taken_back = f" <em>{_('đã hoàn tác')}</em>" if event.undone else ""
    return (
        f'<li class="{"mc-undone" if event.undone else ""}"><b>{escape(action_name(event.action))}</b>{moved}'
        f'{taken_back}<br><time>{moment(event.at)}</time> · <span class="mc-by">{who}</span>'
        f"{''.join(details(event.action, event.facts, procedure))}</li>"
    )


def said(action: str, facts: dict[str, Any], procedure: Procedure) -> str:
    """The same in a frame of its own, for somebody who decides on it; empty where nothing was said."""
    lines = "".join(details(action, facts, procedure))
    return f'<div class="mc-said">{lines}</div>' if lines else ""


def details(action: str, facts: dict[str, Any], procedure: Procedure) -> Iterator[str]:
    """What was said with an action, as safe HTML."""
    if action in ("propose", "send_back", "undo"):
        yield _line(action_name(facts["action"]))
        if action == "propose":
            yield from details(facts["action"], facts.get("asks") or {}, procedure)
    if action == "receive" and facts.get("due_reason"):
        yield _line(_("Hẹn ngày khác: %(reason)s") % {"reason": facts["due_reason"]})
    if to := facts.get("to_name"):
        yield _line(_("Chuyển cho %(name)s") % {"name": to})
    if new_due := facts.get("new_due"):
        yield _line(_("Hẹn lại: %(due)s") % {"due": moment(datetime.fromisoformat(str(new_due)))})
    if action == CHANGE:
        names = {name: way_name(facts[name]) for name in ("way", "way_before")}
        yield _line(_("Nhận kết quả: %(way)s (trước là: %(way_before)s)") % names)
    for name in ("reason", "note"):
        if text := facts.get(name):
            yield _line(_("Lý do: %(reason)s") % {"reason": text})
    if items := facts.get("items"):
        yield (
            "<ul>"
            + "".join(
                f"<li>{escape(one.label)}: {escape(one.reason)}</li>"
                for one in (asked(procedure, item) for item in items)
            )
            + "</ul>"
        )
    if (told := facts.get("told")) in ("phone", "in_person"):
        yield _line(_("Đã báo qua điện thoại.") if told == "phone" else _("Đã báo trực tiếp."))
    if until := facts.get("answer_by"):
        yield _line(_("Hạn bổ sung: %(day)s") % {"day": day(date.fromisoformat(str(until)[:10]))})
    if until := facts.get("confirm_by"):
        yield _line(_("Trả lời đến: %(at)s") % {"at": moment(datetime.fromisoformat(str(until)))})
    if amount := facts.get("amount"):
        yield _line(_("Số tiền: %(amount)s") % {"amount": money(amount)})
    if until := facts.get("pay_by"):
        yield _line(_("Hạn nộp: %(day)s") % {"day": day(date.fromisoformat(str(until)[:10]))})
    if number := facts.get("receipt_number"):
        told = {"way": pay_way_name(facts.get("pay_way", "")), "number": number}
        yield _line(_("%(way)s, biên lai số %(number)s") % told)
    if taken_by := facts.get("taken_by"):
        way = way_name(facts.get("way", ""))
        told = {"name": taken_by, "paper": facts.get("paper_shown", ""), "way": way}
        yield _line(_("Người nhận: %(name)s, xuất trình %(paper)s; %(way)s") % told)


def _line(text: str) -> str:
    return f"<p>{escape(text)}</p>"
