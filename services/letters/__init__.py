"""The office's papers as PDF: letters from frozen facts, a procedure's declaration blank or filled in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.catalogue.schema import Procedure
from services.language import _
from services.letters import marks, money_words, press, questions, words
from services.letters.rules import KINDS, rules

__all__ = ["KINDS", "declaration", "post_list", "render", "title"]


def render(kind: str, facts: Mapping[str, Any]) -> bytes:
    """PDF of one letter. Facts that are missing print as dotted lines; the same facts give the same bytes.

    `kind` is one of KINDS (KeyError otherwise). `facts` is plain JSON; `rule_set` in it chooses the forms:
    "2018" (Thông tư 01/2018/TT-VPCP) or "2025" (Thông tư 03/2025/TT-VPCP). A receipt comes in two copies.
    Letters are Vietnamese official papers in either language of the screen.
    """
    rule_set = rules(facts.get("rule_set"))
    said = words.view(kind, facts, rule_set.forms[kind], rule_set)
    return press.print_pdf(kind, said | (money_words.view(facts) if kind.startswith("payment_") else {}))


def declaration(
    procedure: Procedure, values: Mapping[str, Any] | None, office: Mapping[str, Any] | None = None
) -> bytes:
    """PDF of the procedure's form (Tờ khai): blank to fill in by hand, or with the answers in `values`.

    `values` are stored answers (services/forms); `office` says `office` (its full name) and `place`.
    """
    return press.print_pdf("declaration", questions.lines(procedure, values, office or {}))


def post_list(office: str, day: date, rows: Sequence[Mapping[str, str]]) -> bytes:
    """PDF of the parcels handed to the post on one day: code, tracking, name, phone and address of each."""
    return press.print_pdf(
        "post_list",
        {
            "title": "Danh sách bàn giao kết quả qua bưu chính",
            "office": words.plain(office),
            "day": words.printed_day(day),
            "rows": [
                {name: words.plain(text) for name, text in row.items()}
                | {"barcode": marks.barcode(row["tracking"])}
                for row in rows
            ],
        },
    )


def title(kind: str, rule_set: str) -> str:
    """`Mẫu 01 – Giấy tiếp nhận hồ sơ và hẹn trả kết quả`, in the reader's language. KeyError as above."""
    form = rules(rule_set).forms[kind]
    if form.number is None:
        return _(form.title)
    return _("Mẫu %(number)s – %(title)s") % {"number": form.number, "title": _(form.title)}
