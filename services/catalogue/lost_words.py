"""What goes when a question goes that others name: one sentence for each place."""

from typing import Any

from services.catalogue.key_words import called
from services.catalogue.plain_data import Data, at
from services.catalogue.references import Use, stays
from services.language import _
from services.workflow import N_

_SAID = {
    "shown": N_("Câu hỏi %(who)s: bớt một phần của điều kiện hỏi."),
    "needed": N_("Câu hỏi %(who)s: bớt một phần của điều kiện bắt buộc."),
    "prefill": N_("Câu hỏi %(who)s: không còn được điền sẵn."),
    "words": N_("Câu hỏi %(who)s: không còn là ngày viết bằng chữ."),
    "paper_shown": N_("Giấy tờ %(who)s: bớt một phần của điều kiện có trong hồ sơ."),
    "paper_needed": N_("Giấy tờ %(who)s: bớt một phần của điều kiện bắt buộc."),
    "exemption": N_("Miễn, giảm %(who)s: không còn điều kiện, cán bộ xét từng hồ sơ."),
    "fee": N_("Phí: không còn nhân theo số lượng."),
    "rule": N_("Quy tắc %(who)s: bị xóa."),
    "rule_less": N_("Quy tắc %(who)s: bớt câu hỏi này."),
}


def say(data: Data, use: Use) -> str:
    """What `references.without` takes away for this use."""
    owner: Any = at(data, use.owner)
    kind = use.kind
    if kind == "rule" and stays(data, use):
        kind = "rule_less"
    return _(_SAID[kind]) % {"who": called(owner) or f"“{owner.get('key', '')}”"}

