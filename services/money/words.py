"""Names of lines and ways of paying, in the reader's language."""

from services.language import _
from services.vietnamese import thousands


def line_name(line: str) -> str:
    """What a line is for."""
    return {
        "fee": _("Phí, lệ phí giải quyết hồ sơ"),
        "copy": _("Phí bản sao"),
        "postage": _("Cước bưu chính"),
    }.get(line, line)


def way_name(way: str) -> str:
    """How something was paid."""
    return {"cash": _("Tiền mặt"), "card": _("Thẻ"), "transfer": _("Chuyển khoản"),
            "online": _("Trực tuyến")}.get(way, way)  # fmt: skip


def kind_name(kind: str) -> str:
    """What stands beside money of the day that went out; nothing beside a payment."""
    return {"refunded": _("Hoàn tiền"), "cancelled": _("Hủy khoản thu")}.get(kind, "")


def reckoned(quantity: int, price: int) -> str:
    """`2 × 8.000`: how a line comes about; empty where there is nothing to multiply."""
    return f"{quantity} × {thousands(price)}" if quantity and price else ""
