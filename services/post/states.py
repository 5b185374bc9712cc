"""Where a parcel can be, what may follow, and why it was not delivered."""

from enum import StrEnum

from services.language import _


class Way(StrEnum):
    """The states of a result on its way; the codes are those of exports and of the dossier's `delivery`."""

    WAITING = "CHO_GUI"
    HANDED = "DA_NHAN"
    TRAVELS = "DANG_VAN_CHUYEN"
    GOES_OUT = "DANG_PHAT"
    DELIVERED = "PHAT_THANH_CONG"
    FAILED = "PHAT_KHONG_THANH_CONG"
    GOES_BACK = "CHUYEN_HOAN"
    BACK = "DA_HOAN"
    TAKEN_BACK = "HUY"


_ON = (Way.TRAVELS, Way.GOES_OUT, Way.DELIVERED, Way.FAILED, Way.GOES_BACK)
NEXT: dict[Way, tuple[Way, ...]] = {
    Way.HANDED: _ON,
    Way.TRAVELS: _ON[1:],
    Way.GOES_OUT: (Way.DELIVERED, Way.FAILED, Way.GOES_BACK),
    Way.FAILED: (Way.GOES_OUT, Way.DELIVERED, Way.FAILED, Way.GOES_BACK, Way.BACK),
    Way.GOES_BACK: (Way.BACK,),
}
"""What may follow; a carrier may leave out steps, and never goes back one."""

UNDER_WAY = frozenset(NEXT)
ATTEMPTS = 3

REASONS = ("away", "wrong_address", "refused", "unreachable", "not_fetched", "other")


def state_name(state: str) -> str:
    """In the reader's language."""
    return {
        Way.WAITING: _("Chờ bàn giao"),
        Way.HANDED: _("Bưu điện đã nhận"),
        Way.TRAVELS: _("Đang vận chuyển"),
        Way.GOES_OUT: _("Đang phát"),
        Way.DELIVERED: _("Phát thành công"),
        Way.FAILED: _("Phát không thành công"),
        Way.GOES_BACK: _("Đang chuyển hoàn"),
        Way.BACK: _("Đã hoàn về quầy"),
        Way.TAKEN_BACK: _("Đã hủy bàn giao"),
    }[Way(state)]


def reason_name(reason: str) -> str:
    """Why a parcel was not delivered, in the reader's language."""
    return {
        "away": _("Người nhận đi vắng"),
        "wrong_address": _("Sai địa chỉ"),
        "refused": _("Người nhận từ chối nhận"),
        "unreachable": _("Không liên lạc được"),
        "not_fetched": _("Quá hạn lưu giữ, không đến nhận"),
        "other": _("Lý do khác"),
    }[reason]
