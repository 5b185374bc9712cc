"""Which official forms a rule set has: their numbers, names and signs, as data."""

from dataclasses import dataclass
from typing import Final


def N_(text: str) -> str:  # noqa: N802 - the name that message extraction knows
    """Marks a text for translation and leaves it Vietnamese: the paper itself is never translated."""
    return text


@dataclass(frozen=True)
class Form:
    """One official form in one rule set."""

    title: str
    number: str | None = None
    """`01` in the annex of the circular; None when the paper is not one of its forms."""
    sign: str = ""
    """What follows the slash in `Số: …/HDHS`."""
    layout_found: bool = True
    """False: only the name is known and the layout is ours, so the paper does not bear the form's number."""
    asks_for_time: bool = False
    """An extension that asks for more time, instead of naming a new day."""


@dataclass(frozen=True)
class RuleSet:
    """The forms of one circular, and what the counter is called under it."""

    circular: str
    counter: str
    forms: dict[str, Form]
    online_answer: str = "08 giờ làm việc"
    """How soon what came online is answered, as the citizen is told."""


_RECEIPT = N_("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
_SUPPLEMENT = N_("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
_REFUSAL = N_("Phiếu từ chối tiếp nhận giải quyết hồ sơ")
_CONTROL_SLIP = N_("Phiếu kiểm soát quá trình giải quyết hồ sơ")
_STOP = N_("Thông báo dừng giải quyết hồ sơ")
_SUBMISSION = Form(N_("Biên nhận nộp hồ sơ trực tuyến"), layout_found=False)
_MONEY = {
    "payment_request": Form(N_("Phiếu yêu cầu nộp phí, lệ phí"), sign="YCNP", layout_found=False),
    "payment_slip": Form(N_("Phiếu ghi nhận thanh toán"), sign="GNTT", layout_found=False),
}
"""No form of any circular, and no receipt: that one is issued elsewhere (domain 5.1)."""

LATEST: Final = "2025"

RULE_SETS: Final[dict[str, RuleSet]] = {
    "2018": RuleSet(
        circular="Thông tư số 01/2018/TT-VPCP",
        counter="Bộ phận Tiếp nhận và Trả kết quả",
        forms={
            "receipt": Form(_RECEIPT, "01"),
            "supplement": Form(_SUPPLEMENT, "02", sign="HDHS"),
            "refusal": Form(_REFUSAL, "03"),
            "extension": Form(N_("Phiếu xin lỗi và hẹn lại ngày trả kết quả"), "04", sign="PXL"),
            "stop": Form(_STOP, layout_found=False),
            "control_slip": Form(_CONTROL_SLIP, "05"),
            "submission": _SUBMISSION,
            **_MONEY,
        },
    ),
    "2025": RuleSet(
        circular="Thông tư số 03/2025/TT-VPCP",
        counter="Trung tâm Phục vụ hành chính công",
        forms={
            "receipt": Form(_RECEIPT, "01"),
            "supplement": Form(_SUPPLEMENT, "02", sign="HDHS"),
            "refusal": Form(_REFUSAL, "03"),
            "extension": Form(
                N_("Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
                "04",
                layout_found=False,
                asks_for_time=True,
            ),
            "stop": Form(_STOP, "05", layout_found=False),
            "control_slip": Form(_CONTROL_SLIP, "06"),
            "submission": _SUBMISSION,
            **_MONEY,
        },
    ),
}

KINDS: Final = tuple(RULE_SETS[LATEST].forms)


def rules(rule_set: object) -> RuleSet:
    """The rule set of this name; an unknown one prints by the latest rules."""
    return RULE_SETS.get(str(rule_set), RULE_SETS[LATEST])
