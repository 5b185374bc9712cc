"""Agencies as an administrator reads them: the tree, one agency's facts, what came before and after it."""

from collections.abc import Sequence
from html import escape

from pages.parts.table import table as plain_table
from pages.parts.words import _, day, moment, number
from services.agencies import words
from services.agencies.listing import Detail, Node, Planned
from services.agencies.merger import Plan

AGENCY, ROOM = "xem", "/co-quan"
LOOK = "mc-figures mc-listed"


def tree(nodes: Sequence[Node]) -> str:
    """Markup of the tree: each name leads to its agency, is indented below its parent, and faint if ended."""
    titles = (_("Cơ quan"), _("Mã cơ quan"), _("Cấp"), _("Mã địa danh"), _("Thời gian"))
    lines = [
        (_name(one), escape(one.code), escape(_(words.KINDS[one.kind])), escape(one.place_code or "–"),
         escape(span(one)))
        for one in nodes
    ]  # fmt: skip
    return plain_table(_("Cây cơ quan"), titles, lines, safe=True, look=LOOK)


def _name(one: Node) -> str:
    faint = "; color: var(--mc-quiet); font-weight: 400; font-style: italic" if one.ended else ""
    return (
        f'<a class="mc-soft" style="padding-left: {one.depth * 1.25}rem{faint}"'
        f' href="{ROOM}?{AGENCY}={one.id}">{escape(one.name)}</a>'
    )


def span(one: Node) -> str:
    """`từ 01/01/2004`, with its last day if it has one; said in words where it is over or yet to come."""
    if one.last is None:
        told = _("từ %(first)s") % {"first": day(one.first)}
    else:
        told = _("%(first)s – %(last)s") % {"first": day(one.first), "last": day(one.last)}
    if one.ended:
        return _("Đã kết thúc · %(span)s") % {"span": told}
    return _("Sắp hoạt động · %(span)s") % {"span": told} if one.coming else told


def way_back() -> str:
    """To the tree."""
    return f'<p><a class="mc-soft" href="{ROOM}">← {escape(_("Cây cơ quan"))}</a></p>'


def facts(found: Detail) -> list[tuple[str, str]]:
    """What is known of it; what it takes from above says so."""
    above, node = _("%(value)s (theo cơ quan cấp trên)"), found.node

    def counts(name: str) -> str:
        return found.own[name] or above % {"value": found.counts[name]}

    return [
        (_("Mã cơ quan"), node.code), (_("Cấp"), _(words.KINDS[node.kind])),
        (_("Cơ quan cấp trên"), found.parent or "–"), (_("Thời gian"), span(node)),
        (_("Mã địa danh"), node.place_code or "–"), (_("Bộ mẫu giấy tờ"), counts("rule_set")),
        (_("Mẫu mã hồ sơ"), counts("code_pattern")),
        (_("Hồ sơ đang mở"), number(found.open_dossiers)), (_("Người có vai trò"), number(found.people)),
    ]  # fmt: skip


def history(found: Detail) -> str:
    """Those whose work it goes on with, and those that go on with its own; links."""
    parts = ((_("Tiếp nhận công việc của"), found.before), (_("Cơ quan tiếp nhận công việc"), found.after))
    lines = [
        (f'<a class="mc-soft" href="{ROOM}?{AGENCY}={one.id}">{escape(one.name)}</a>', escape(title),
         escape(one.code), escape(span(one)))
        for title, nodes in parts for one in nodes
    ]  # fmt: skip
    if not lines:
        return ""
    titles = (_("Cơ quan"), _("Quan hệ"), _("Mã cơ quan"), _("Thời gian"))
    return plain_table(_("Trước và sau sáp nhập"), titles, lines, safe=True, look=LOOK)


def mergers(found: Sequence[Planned]) -> str:
    """What was written down, on which day, and how much has gone over."""
    states = {"planned": _("Chưa đến ngày"), "moving": _("Đang bàn giao"), "done": _("Đã bàn giao xong")}
    titles = (_("Ngày"), _("Kết thúc"), _("Cơ quan tiếp nhận"), _("Tình trạng"), _("Đã chuyển"),
              _("Người ghi"))  # fmt: skip
    lines = [
        (day(one.day), ", ".join(one.ended), one.successor or "–", states[one.state], moved(one.moved),
         one.by)
        for one in found
    ]  # fmt: skip
    return plain_table(_("Sáp nhập, kết thúc"), titles, lines, look=LOOK) if lines else ""


def moved(counts: dict[str, int]) -> str:
    """`12 hồ sơ, 3 bản khai, 5 vai trò`."""
    told = {
        "dossiers": _("%(n)s hồ sơ"), "drafts": _("%(n)s bản khai"), "roles": _("%(n)s vai trò"),
    }  # fmt: skip
    return ", ".join(say % {"n": number(counts[k])} for k, say in told.items() if counts.get(k)) or "–"


def plan(found: Plan) -> str:
    """The dry run, a line per agency."""
    titles = (
        _("Cơ quan kết thúc"), _("Hồ sơ đang mở"), _("Chờ nộp phí"), _("Chờ duyệt"), _("Bưu gửi đang đi"),
        _("Bản khai đang làm"), _("Người"), _("Vai trò"), _("Hồ sơ đã đóng, ở lại"),
    )  # fmt: skip
    lines = [
        (one.name, *(number(n) for n in (one.dossiers, one.waiting_for_money, one.proposals, one.parcels,
                                         one.drafts, one.people, one.roles, one.closed)))
        for one in found.shares
    ]  # fmt: skip
    return plain_table(_("Sẽ chuyển"), titles, lines, look=LOOK)


def log(found: Detail) -> str:
    """The last things that were done to it."""
    titles = (_("Lúc"), _("Ai"), _("Việc"))
    lines = [(moment(one.at), one.by, _(words.ACTIONS.get(one.action, one.action))) for one in found.log]
    nothing = [("–", "–", _("Chưa có việc nào được ghi."))]
    return plain_table(_("Nhật ký của cơ quan"), titles, lines or nothing, look=LOOK)
