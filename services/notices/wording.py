"""The office's own words for a message: a text with placeholders in braces, filled in when it is sent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.errors import Problem
from services.notices import handing, sms_parts
from services.notices.facts import amount, clean_facts, day, moment
from services.workflow import N_

Facts = Mapping[str, Any]
Own = tuple[str, str]
"""Subject and body; the subject of a text message is empty."""

FIXED = frozenset({"one_time_code", "invitation", "officer_digest"})
"""Kinds whose words stay as they are: they open accounts, and a slip would lock people out; or they are the
office's own numbers."""

OF_NO_DOSSIER = frozenset({"draft_link", "draft_reminder"})
LONGEST_SUBJECT, LONGEST_BODY = 150, 5000
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Placeholder:
    """What stands for one fact; `text` gives it for mail or text message, empty where it is missing."""

    label: str
    text: Callable[[Facts, bool], str]
    in_sms: bool = True


def _as_is(name: str) -> Callable[[Facts, bool], str]:
    return lambda facts, _sms: str(facts.get(name) or "")


def _moment(name: str) -> Callable[[Facts, bool], str]:
    return lambda facts, sms: (sms_parts.moment if sms else moment)(facts.get(name))


def _day(name: str) -> Callable[[Facts, bool], str]:
    return lambda facts, _sms: day(facts.get(name))


def _amount(name: str) -> Callable[[Facts, bool], str]:
    return lambda facts, sms: (sms_parts.amount if sms else amount)(facts.get(name))


def _items(facts: Facts, _sms: bool) -> str:
    """The numbered list of what is asked."""
    asked = [i for i in facts.get("items") or [] if isinstance(i, dict)]
    return _numbered([": ".join(filter(None, [i.get("name"), i.get("reason")])) for i in asked])


def _numbered(lines: list[str]) -> str:
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))


def _where(facts: Facts, sms: bool) -> str:
    """The address to follow the dossier at; in a text message its host alone, without a link to press."""
    url = str(facts.get("track_url") or "")
    return sms_parts.host(url) if sms else url


PLACEHOLDERS: dict[str, Placeholder] = {
    "code": Placeholder(N_("mã hồ sơ"), _as_is("code")),
    "office": Placeholder(N_("tên ngắn của cơ quan"), lambda f, _sms: sms_parts.office_name(dict(f))),
    "agency_name": Placeholder(N_("tên cơ quan"), _as_is("agency_name"), in_sms=False),
    "agency_phone": Placeholder(N_("điện thoại cơ quan"), _as_is("agency_phone")),
    "applicant_short": Placeholder(N_("tên gọi của người nộp"), _as_is("applicant_short"), in_sms=False),
    "procedure_name": Placeholder(N_("tên thủ tục"), _as_is("procedure_name"), in_sms=False),
    "submitted_at": Placeholder(N_("lúc nộp"), _moment("submitted_at")),
    "received_at": Placeholder(N_("lúc tiếp nhận"), _moment("received_at")),
    "received_day": Placeholder(N_("ngày tiếp nhận"), _day("received_at")),
    "due_at": Placeholder(N_("hẹn trả kết quả"), _moment("due_at")),
    "new_due_at": Placeholder(N_("hẹn lại"), _moment("new_due_at")),
    "reason": Placeholder(N_("lý do"), _as_is("reason"), in_sms=False),
    "items": Placeholder(N_("những gì cần bổ sung, mỗi mục một dòng"), _items, in_sms=False),
    "answer_by": Placeholder(N_("hạn bổ sung"), _day("answer_by")),
    "steps": Placeholder(
        N_("các bước giải quyết, mỗi bước một dòng"), lambda f, _sms: _numbered(list(f.get("steps") or [])),
        in_sms=False,
    ),
    "handing": Placeholder(
        N_("nhận kết quả thế nào, theo cách đã chọn"),
        lambda f, sms: (handing.sms if sms else handing.mail)(f),
    ),
    "pickup": Placeholder(N_("nơi nhận kết quả"), _as_is("pickup"), in_sms=False),
    "amount": Placeholder(N_("số tiền"), _amount("amount")),
    "left": Placeholder(N_("còn phải nộp"), _amount("left")),
    "pay_by": Placeholder(N_("hạn nộp phí"), _day("pay_by")),
    "tracking_code": Placeholder(N_("mã vận đơn"), _as_is("tracking_code")),
    "track_url": Placeholder(N_("nơi tra cứu"), _where),
    "draft_url": Placeholder(N_("đường dẫn bản nháp"), _as_is("draft_url"), in_sms=False),
    "keep_until": Placeholder(N_("ngày bản nháp hết hạn"), _day("keep_until")),
}  # fmt: skip
"""Everything that an own text may name. A text message names no person, no procedure and no reason."""

SAMPLE: dict[str, Any] = {
    "code": "H31.124-20261123-0000012", "applicant_short": "Thị Mẫu", "agency_name": "UBND xã Tam Đa",
    "agency_phone": "0221 3000 000", "procedure_name": "Cấp bản sao trích lục hộ tịch",
    "submitted_at": "2026-11-23T08:05:00+07:00", "received_at": "2026-11-23T09:15:00+07:00",
    "due_at": "2026-11-26T17:00:00+07:00", "new_due_at": "2026-12-01T16:30:00+07:00",
    "reason": "Chờ xác minh ở nơi khác.", "answer_by": "2026-12-04",
    "items": [
        {"name": "Tờ khai", "reason": "thiếu chữ ký"}, {"name": "Giấy tờ tùy thân", "reason": "ảnh mờ"},
    ],
    "pickup": "Trung tâm Phục vụ hành chính công xã Tam Đa",
    "steps": ["Kiểm tra hồ sơ", "Ký và đóng dấu", "Trả kết quả"], "amount": "16000", "left": "8000",
    "pay_by": "2026-12-07", "tracking_code": "RB473124829VN", "keep_until": "2026-12-23",
    "track_url": "https://motcua.example.vn/tra-cuu?ma=H31.124-20261123-0000012",
    "draft_url": "https://motcua.example.vn/nop-ho-so?nhap=ban-nhap-mau",
}  # fmt: skip
"""A made-up dossier, for the preview."""


def filled(own: Own, channel: str, facts: Facts) -> Own:
    """The message itself. A line of a mail, or a sentence of a text message, whose fact is missing is left
    out."""
    facts, sms = clean_facts(facts), channel == "sms"
    values = {name: one.text(facts, sms) for name, one in PLACEHOLDERS.items()}
    subject, body = own
    if sms:
        office = values["office"] if body.startswith("{office}:") else ""
        said = [_line(s, values) for s in _SENTENCE.split(body.removeprefix("{office}:").strip())]
        return "", sms_parts.shaped(office, said)
    lines = [_line(line, values) for line in body.splitlines()]
    kept = "\n".join(line for line in lines if line is not None)
    return " ".join((_line(subject, values) or "").split()), re.sub(r"\n{3,}", "\n\n", kept).strip() + "\n"


def _line(text: str, values: Mapping[str, str]) -> str | None:
    """The text with its facts, or None where one of them is missing."""
    named = _BRACES.findall(text)
    if any(not values.get(name) for name in named):
        return None
    return _BRACES.sub(lambda found: values[found[1]], text)


def as_template(subject: str, body: str, channel: str) -> Own:
    """A message about the made-up dossier turned back into a text with placeholders: where editing begins."""
    sms = channel == "sms"
    facts = clean_facts(SAMPLE)
    found = {one.text(facts, sms): name for name, one in PLACEHOLDERS.items()}
    for said in sorted(filter(None, found), key=len, reverse=True):
        name = "{" + found[said] + "}"
        subject, body = subject.replace(said, name), body.replace(said, name)
    return subject, body.strip()


def problems(kind: str, channel: str, own: Own) -> list[Problem]:
    """What is wrong with an own text; empty where it can be kept."""
    subject, body = own
    sms, found = channel == "sms", []
    known = {name for name, one in PLACEHOLDERS.items() if one.in_sms or not sms}
    for where, text in (("subject", subject), ("body", body)):
        unknown = [name for name in _BRACES.findall(text) if name not in known]
        found += [Problem(where, "placeholder_unknown", {"name": name}) for name in unknown]
    if not body.strip():
        found.append(Problem("body", "text_empty"))
    if not sms and not (0 < len(subject.strip()) <= LONGEST_SUBJECT and "\n" not in subject):
        found.append(Problem("subject", "subject_length", {"most": LONGEST_SUBJECT}))
    if len(body) > LONGEST_BODY:
        found.append(Problem("body", "too_long", {"limit": LONGEST_BODY}))
    needed = "draft_url" if kind in OF_NO_DOSSIER and not sms else "" if kind in OF_NO_DOSSIER else "code"
    if needed and "{" + needed + "}" not in body:
        found.append(Problem("body", "placeholder_needed", {"name": needed}))
    if sms and not found and (size := length(own)) > sms_parts.LONGEST:
        found.append(Problem("body", "sms_too_long", {"n": size, "most": sms_parts.LONGEST}))
    return found


def length(own: Own) -> int:
    """How many letters a text message about the made-up dossier has before anything gives way."""
    values = {name: one.text(clean_facts(SAMPLE), True) for name, one in PLACEHOLDERS.items()}
    return len(sms_parts.plain(_BRACES.sub(lambda found: values.get(found[1], ""), own[1])))
