"""How a message is told to the office: what it is, how it goes out, how it stands, why it did not leave."""

from pages.parts.words import _, moment
from services.notices import texts
from services.oversight.messages import MessageRow


def channel_name(channel: str) -> str:
    """Mail or text message."""
    return _("Thư điện tử") if channel == "email" else _("Tin nhắn SMS")


def kind_name(kind: str) -> str:
    """What the message tells, as its mail says it in the subject."""
    return texts.name_of(kind)


def state_words(row: MessageRow) -> str:
    """How it stands, and since when."""
    at = {"at": moment(row.at), "n": row.attempts}
    return {
        "sent": _("Đã gửi %(at)s"),
        "failed": _("Không gửi được (%(at)s, sau %(n)s lần thử)"),
        "cancelled": _("Không gửi nữa: việc đã được hoàn tác (%(at)s)"),
        "delayed": _("Chưa gửi được, thử lại lúc %(at)s"),
        "waiting": _("Chờ gửi, từ %(at)s"),
    }[row.state] % at


def why_words(why: str) -> str:
    """The reason in a sentence where it is a known one; else as the server gave it."""
    known = (
        ("the mail server cannot be reached", _("Không kết nối được máy chủ thư.")),
        ("the gateway cannot be reached", _("Không kết nối được cổng nhắn tin.")),
        ("the gateway gave no clear answer", _("Cổng nhắn tin không trả lời rõ.")),
        ("the URL of the gateway", _("Địa chỉ cổng nhắn tin cài đặt chưa đúng.")),
        ("the outbox folder", _("Không ghi được thư mục tin gửi đi.")),
        ("interrupted at every attempt", _("Lần gửi nào cũng bị ngắt giữa chừng.")),
        ("the address is not one", _("Địa chỉ thư không đúng.")),
    )
    return next((said for begins, said in known if why.startswith(begins)), why)
