"""Quyết định 766/QĐ-TTg: what its index would give for this office, as far as that can be told from here.

The formulas are unofficial, fitted to published scores of 9/2026: everything here is an estimate.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.session import reading
from services.actors import Actor
from services.catalogue import Procedure, store
from services.clock import today
from services.figures import lists
from services.figures.choice import Choice, Period
from services.figures.plain import Rate
from services.permissions import Permission
from services.reports import counting, units
from services.reports.desk import Asked, period_of
from services.workflow import N_

COUNTED = ("received", "online", "early", "on_time", "done", "digital", "owing", "paid_online")


@dataclass(frozen=True)
class Part:
    """One rate that a group is reckoned from. `points` are None where there is nothing to reckon from."""

    name: str
    rate: Rate
    points: float | None
    most: float


@dataclass(frozen=True)
class IndexGroup:
    """One of the five groups. `missing` names what cannot be told from here."""

    name: str
    most: float
    parts: tuple[Part, ...]
    missing: str

    @property
    def points(self) -> float | None:
        """The sum of what is known, or None where nothing is."""
        known = [part.points for part in self.parts if part.points is not None]
        return min(self.most, sum(known)) if known else None


@dataclass(frozen=True)
class Estimate:
    """The index of one office in one period, group by group."""

    unit: units.Unit
    period: Period
    groups: tuple[IndexGroup, ...]


def estimate(actor: Actor, asked: Asked) -> Estimate:
    """The groups of the index, each with its rates. Raises NotAllowed, NotFound."""
    actor.require(Permission.REPORT_READ)
    period = period_of(asked)
    with reading(replica=True) as session:
        unit = units.unit(session, actor, asked.unit)
        wanted = counting.choice_of(unit, period, today())
        counts = {code: _by_procedure(session, code, wanted) for code in COUNTED}
        procedures = {one.code: one for _key, one in store.all_current(session, today())}
    return Estimate(unit, period, groups(counts, procedures))


def groups(
    counts: Mapping[str, Mapping[str, int]], procedures: Mapping[str, Procedure]
) -> tuple[IndexGroup, ...]:
    """The five groups from counts by procedure (of COUNTED) and the procedures in force."""
    n = {code: sum(found.values()) for code, found in counts.items()}
    online = [code for code, one in procedures.items() if one.level in (3, 4)]
    paid_for = [code for code in procedures if counts["owing"].get(code)]
    payable = [code for code in paid_for if procedures[code].level == 4]
    used = [code for code in online if counts["online"].get(code)]
    in_time = Rate(n["early"] + n["on_time"], n["received"])
    return (
        IndexGroup(N_("Công khai, minh bạch"), 18, (), N_(
            "Không tính được ở đây: điểm lấy từ việc công bố thủ tục và đồng bộ hồ sơ lên Cổng Dịch vụ công"
            " quốc gia.")),
        IndexGroup(N_("Tiến độ, kết quả giải quyết"), 20, (
            _part(N_("Giải quyết trước hạn và đúng hạn / tiếp nhận trong kỳ"), in_time, 20, 20),), ""),
        IndexGroup(N_("Số hóa hồ sơ"), 22, (
            _part(N_("Có kết quả điện tử / đã giải quyết"), Rate(n["digital"], n["done"]), 20, 20),), N_(
            "Chưa gồm số hóa thành phần hồ sơ nộp bằng giấy và tái sử dụng dữ liệu đã số hóa (2 điểm): chương"
            " trình không ghi nhận.")),
        IndexGroup(N_("Cung cấp dịch vụ trực tuyến"), 12, (
            _part(N_("Thủ tục một phần và toàn trình / tất cả thủ tục"), Rate(len(online), len(procedures)),
                  2 / 0.8, 2),
            _part(N_("Dịch vụ trực tuyến có hồ sơ / dịch vụ trực tuyến"), Rate(len(used), len(online)), 4, 4),
            _part(N_("Hồ sơ trực tuyến / tất cả hồ sơ"), Rate(n["online"], n["received"]), 6 / 0.5, 6)), ""),
        IndexGroup(N_("Thanh toán trực tuyến"), 10, (
            _part(N_("Hồ sơ thanh toán trực tuyến / hồ sơ có nghĩa vụ tài chính"),
                  Rate(n["paid_online"], n["owing"]), 6, 6),
            _part(N_("Thủ tục có thanh toán trực tuyến / thủ tục phát sinh phí"),
                  Rate(len(payable), len(paid_for)), 2.5, 2),
            _part(N_("Thủ tục phát sinh thanh toán trực tuyến / thủ tục phát sinh phí"),
                  Rate(sum(bool(counts["paid_online"].get(code)) for code in paid_for), len(paid_for)), 2.5,
                  2.5)), ""),
        IndexGroup(N_("Mức độ hài lòng"), 18, (), N_(
            "Không tính được ở đây: chương trình chưa lấy ý kiến đánh giá và chưa theo dõi phản ánh, kiến"
            " nghị.")),
    )  # fmt: skip


def _part(name: str, rate: Rate, times: float, most: float) -> Part:
    points = None if rate.value is None else min(most, times * rate.value)
    return Part(name, rate, points, most)


def _by_procedure(session: Session, code: str, wanted: Choice) -> dict[str, int]:
    return dict(session.execute(lists.counts_by(code, wanted, "procedure_code")).all())
