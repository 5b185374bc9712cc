"""People as they are shown to an administrator: the list, one person's roles, what was done."""

from collections.abc import Sequence
from html import escape

from pages.parts.table import table as plain_table
from pages.parts.words import _, day, moment, plain
from services.people import words
from services.people.listing import ACTIVE, ENDED, INVITED, LOCKED, Detail, Held, Person

PERSON, ROOM = "nguoi", "/nguoi-dung"


def standing(code: str) -> str:
    """Whether and why somebody can or cannot come in."""
    return {
        ACTIVE: _("Đang hoạt động"), INVITED: _("Chưa đặt mật khẩu"), LOCKED: _("Đã khóa"),
        ENDED: _("Hết vai trò"),
    }[code]  # fmt: skip


def table(rows: Sequence[Person]) -> str:
    """Markup of the list; each name leads to its person."""
    titles = (_("Họ tên"), _("Tên đăng nhập"), _("Vai trò hiện nay"), _("Tình trạng"), _("Hai lớp"))
    lines = [
        (f'<a class="mc-soft" href="{ROOM}?{PERSON}={one.id}">{escape(one.name)}</a>', escape(one.username),
         "<br>".join(escape(role_at(held)) for held in one.roles if held.now) or "–",
         escape(standing(one.standing)), escape(_("Có") if one.factor else _("Không")))
        for one in rows
    ]  # fmt: skip
    return plain_table(_("Người dùng"), titles, lines, safe=True, look="mc-figures mc-listed")


def role_at(held: Held) -> str:
    """`Lãnh đạo · UBND xã Tam Đa`."""
    return " · ".join(filter(None, [_(words.ROLES[held.role]), held.agency]))


def lead(found: Detail) -> str:
    """The first line: can this person come in, and is something waiting?"""
    person = found.person
    told = [f"**{standing(person.standing)}**", plain(person.username), plain(person.email)]
    told.append(_("đang đăng nhập ở %(n)s nơi") % {"n": found.sessions} if found.sessions else "")
    told.append(_("có xác thực hai lớp") if person.factor else _("chưa bật xác thực hai lớp"))
    if found.link_until:
        told.append(_("đường dẫn đặt mật khẩu còn hạn đến %(at)s") % {"at": moment(found.link_until)})
    return " · ".join(filter(None, told))


def way_back() -> str:
    """To the list."""
    return f'<p><a class="mc-soft" href="{ROOM}">← {escape(_("Danh sách người dùng"))}</a></p>'


def roles(person: Person) -> str:
    """Every role that was ever given, newest last."""
    titles = (_("Vai trò"), _("Cơ quan"), _("Từ ngày"), _("Đến hết ngày"), _("Ghi chú"))
    lines = [
        (_(words.ROLES[one.role]), one.agency or "–", day(one.first), day(one.last), _note(one))
        for one in person.roles
    ]
    return plain_table(_("Các vai trò"), titles, lines, look="mc-figures mc-listed")


def _note(one: Held) -> str:
    if one.stands_for:
        return _("Làm thay %(name)s") % {"name": one.stands_for}
    return _("Đã hết") if one.over else "" if one.now else _("Chưa đến ngày")


def log(found: Detail) -> str:
    """The last things that were done to the account."""
    titles = (_("Lúc"), _("Ai"), _("Việc"))
    lines = [(moment(one.at), one.by, _(words.ACTIONS.get(one.action, one.action))) for one in found.log]
    nothing = [("–", "–", _("Chưa có việc nào được ghi."))]
    return plain_table(_("Nhật ký của tài khoản"), titles, lines or nothing, look="mc-figures mc-listed")
