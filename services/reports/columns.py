"""The columns that a list of dossiers can be taken out with, and who may have which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, literal

from db.dossiers import Dossier
from services.catalogue import Procedure
from services.clock import VIETNAM
from services.figures.lists import F
from services.vietnamese import short_date
from services.workflow import N_, STATES, State

D = Dossier.__table__.c


@dataclass(frozen=True)
class Known:
    """What a cell's writer knows beside its value: names of procedures and offices, the place in the list."""

    procedures: Mapping[str, Procedure]
    agencies: Mapping[int, str]
    place: int = 0


@dataclass(frozen=True)
class Column:
    """One column: its heading, what the database is asked for, how its value is written."""

    name: str
    asked: ColumnElement[Any]
    write: Callable[[Any, Known], str]
    personal: bool = False
    supervisor: bool = False
    """Whether it is among the few that a supervisor's lists have."""


def _text(value: Any, _known: Known) -> str:
    return "" if value is None else str(value)


def _day(value: date | datetime | None, _known: Known) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM).date()
    return short_date(value) if value else ""


def _procedure(code: str, known: Known) -> str:
    one = known.procedures.get(code)
    return one.name if one else code


def _field(code: str, known: Known) -> str:
    one = known.procedures.get(code)
    return one.field if one else ""


def _named(names: Mapping[Any, str]) -> Callable[[Any, Known], str]:
    return lambda value, _known: names.get(value, "")


_NOTHING = literal("")
_CHANNELS = {1: "Trực tiếp", 2: "Trực tuyến", 3: "Bưu chính"}
_WAYS = {"TRUC_TIEP": "Trực tiếp", "BUU_CHINH": "Bưu chính", "DIEN_TU": "Điện tử"}
_ENDINGS = {
    "early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn", "withdrawn": "Công dân rút",
    "stopped": "Dừng xử lý", "refused": "Từ chối tiếp nhận", "given_up": "Rút trước khi tiếp nhận",
}  # fmt: skip

COLUMNS: dict[str, Column] = {
    "place": Column(N_("STT"), _NOTHING, lambda _value, known: str(known.place), supervisor=True),
    "code": Column(N_("Mã hồ sơ"), D.code, _text, supervisor=True),
    "agency": Column(
        N_("Cơ quan chủ trì giải quyết"), F.agency_id, lambda key, known: known.agencies[key], supervisor=True
    ),
    "procedure": Column(N_("Tên TTHC"), F.procedure_code, _procedure, supervisor=True),
    "procedure_code": Column(N_("Mã TTHC"), F.procedure_code, _text, supervisor=True),
    "submitted": Column(N_("Ngày nộp"), F.submitted_on, _day, supervisor=True),
    "received": Column(N_("Nhận hồ sơ"), F.received_on, _day, supervisor=True),
    "due": Column(N_("Hẹn trả kết quả"), D.due_at, _day, supervisor=True),
    "ended": Column(N_("Ngày kết thúc"), F.ended_on, _day, supervisor=True),
    "handed": Column(N_("Trả kết quả"), D.closed_at, _day, supervisor=True),
    "state": Column(N_("Trạng thái"), D.state, lambda n, _known: STATES[State(n)].label, supervisor=True),
    "field": Column(N_("Lĩnh vực"), F.procedure_code, _field),
    "level": Column(N_("Mức độ"), F.level, _text),
    "channel": Column(N_("Kênh nộp"), F.channel, _named(_CHANNELS)),
    "ending": Column(N_("Kết quả so với hạn"), F.ending, _named(_ENDINGS)),
    "days": Column(N_("Số ngày làm việc"), F.days, _text),
    "rounds": Column(N_("Số lần bổ sung"), F.rounds, _text),
    "way": Column(N_("Phương thức nhận kết quả"), D.result_way, _named(_WAYS)),
    "sets": Column(N_("Số lượng hồ sơ (bộ)"), _NOTHING, lambda _value, _known: "1"),
    "signed": Column(N_("Ký nhận"), _NOTHING, _text),
    "note": Column(N_("Ghi chú"), _NOTHING, _text),
    "applicant": Column(N_("Tên cá nhân, tổ chức"), D.applicant_name, _text, personal=True),
    "id_number": Column(N_("Số định danh"), D.applicant_id_number, _text, personal=True),
    "address": Column(N_("Địa chỉ"), D.applicant_address, _text, personal=True),
    "phone": Column(N_("Số điện thoại"), D.applicant_phone, _text, personal=True),
    "email": Column(N_("Thư điện tử"), D.applicant_email, _text, personal=True),
}

LISTS = ("received", "done", "open", "open_late", "carried", "submitted", "withdrawn", "stopped", "refused")
"""Which dossiers: the list of one of these figures."""

REGISTER = (
    "place", "code", "procedure", "sets", "applicant", "address", "phone", "agency", "received", "due",
    "handed", "way", "signed", "note",
)  # fmt: skip
"""Sổ theo dõi hồ sơ (Mẫu 06 of 2018, Mẫu 07 of 2025)."""

SUPERVISED = tuple(code for code, one in COLUMNS.items() if one.supervisor)


def open_to(*, leads: bool) -> tuple[str, ...]:
    """The columns that the leader of a commune, or a supervisor, may have."""
    return tuple(COLUMNS) if leads else SUPERVISED
