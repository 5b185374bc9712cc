"""The dictionary of indicators: what each figure is called, means and is made of. Written once."""

from dataclasses import dataclass

from services.workflow import N_

DOSSIERS, PERCENT, DAYS, HOURS, TIMES = "dossiers", "percent", "days", "hours", "times"
UNITS = {
    DOSSIERS: N_("hồ sơ"), PERCENT: "%", DAYS: N_("ngày làm việc"), HOURS: N_("giờ làm việc"),
    TIMES: N_("lần mỗi hồ sơ"),
}  # fmt: skip


@dataclass(frozen=True)
class Indicator:
    """One figure. `of` names the figure whose dossiers stand behind one that is not a count itself."""

    code: str
    name: str
    meaning: str
    formula: str
    unit: str = DOSSIERS
    of: str = ""

    @property
    def list_code(self) -> str:
        """Whose list it opens: its own, or that of the dossiers it is made of."""
        return self.of or self.code


_ALL = (
    Indicator("carried", N_("Kỳ trước chuyển sang"),
              N_("Hồ sơ đã tiếp nhận trước kỳ và khi kỳ bắt đầu chưa kết thúc."),
              N_("tiếp nhận trước ngày đầu kỳ, chưa kết thúc trước ngày đầu kỳ")),
    Indicator("received", N_("Tiếp nhận trong kỳ"),
              N_("Hồ sơ được tiếp nhận (trạng thái 2) trong kỳ. Hồ sơ bị từ chối tiếp nhận không tính."),
              N_("đếm theo ngày tiếp nhận")),
    Indicator("online", N_("Tiếp nhận trực tuyến"),
              N_("Hồ sơ tiếp nhận trong kỳ mà người dân nộp qua mạng."),
              N_("Tiếp nhận trong kỳ, kênh nộp trực tuyến")),
    Indicator("counter", N_("Tiếp nhận trực tiếp"),
              N_("Hồ sơ tiếp nhận trong kỳ, nộp tại quầy."),
              N_("Tiếp nhận trong kỳ, kênh nộp trực tiếp")),
    Indicator("post", N_("Tiếp nhận qua bưu chính"),
              N_("Hồ sơ tiếp nhận trong kỳ, gửi qua dịch vụ bưu chính công ích."),
              N_("Tiếp nhận trong kỳ, kênh nộp bưu chính")),
    Indicator("done", N_("Đã giải quyết"),
              N_("Hồ sơ có kết quả trong kỳ (trạng thái 9 và 10), theo ngày có kết quả. Hồ sơ rút và hồ sơ "
                 "dừng xử lý không tính."),
              N_("Trước hạn + Đúng hạn + Quá hạn")),
    Indicator("early", N_("Trước hạn"),
              N_("Hồ sơ đã giải quyết mà ngày có kết quả sớm hơn ngày hẹn trả."),
              N_("ngày có kết quả < ngày hẹn trả")),
    Indicator("on_time", N_("Đúng hạn"),
              N_("Hồ sơ đã giải quyết mà kết quả có đúng vào ngày hẹn trả."),
              N_("ngày có kết quả = ngày hẹn trả")),
    Indicator("late", N_("Quá hạn"),
              N_("Hồ sơ đã giải quyết mà kết quả có sau ngày hẹn trả."),
              N_("ngày có kết quả > ngày hẹn trả")),
    Indicator("withdrawn", N_("Công dân rút"),
              N_("Hồ sơ đã tiếp nhận, người dân rút trong kỳ khi chưa có kết quả."),
              N_("đếm theo ngày rút")),
    Indicator("stopped", N_("Dừng xử lý"),
              N_("Hồ sơ đã tiếp nhận, cơ quan dừng xử lý trong kỳ."),
              N_("đếm theo ngày dừng")),
    Indicator("open", N_("Đang giải quyết cuối kỳ"),
              N_("Hồ sơ đã tiếp nhận và đến hết kỳ (hoặc đến nay, nếu kỳ chưa hết) chưa kết thúc."),
              N_("Kỳ trước chuyển sang + Tiếp nhận − Đã giải quyết − Rút − Dừng")),
    Indicator("open_in_time", N_("Đang giải quyết, trong hạn"),
              N_("Hồ sơ đang giải quyết cuối kỳ mà ngày hẹn trả chưa qua; hồ sơ đang tạm dừng chờ người dân "
                 "cũng tính ở đây."),
              N_("Đang giải quyết cuối kỳ − Đang giải quyết, quá hạn")),
    Indicator("open_late", N_("Đang giải quyết, quá hạn"),
              N_("Hồ sơ đang giải quyết cuối kỳ mà ngày hẹn trả đang có hiệu lực đã qua. Đến cuối ngày hẹn "
                 "vẫn là trong hạn."),
              N_("ngày hẹn trả < ngày xem xét")),
    Indicator("submitted", N_("Nộp trong kỳ"),
              N_("Hồ sơ được nộp trong kỳ, dù sau đó có được tiếp nhận hay không."),
              N_("đếm theo ngày nộp")),
    Indicator("refused", N_("Từ chối tiếp nhận"),
              N_("Hồ sơ bị từ chối tiếp nhận trong kỳ. Không tính vào tiếp nhận."),
              N_("đếm theo ngày từ chối")),
    Indicator("given_up", N_("Rút trước khi tiếp nhận"),
              N_("Hồ sơ người dân rút trong kỳ khi chưa được tiếp nhận. Không tính vào tiếp nhận."),
              N_("đếm theo ngày rút")),
    Indicator("pending", N_("Chờ tiếp nhận hiện nay"),
              N_("Hồ sơ hiện chưa tiếp nhận: mới đăng ký, hoặc chờ bổ sung trước khi tiếp nhận."),
              N_("đếm ở thời điểm xem, không theo kỳ")),
    Indicator("waiting", N_("Chờ người dân hiện nay"),
              N_("Hồ sơ hiện chờ người dân bổ sung giấy tờ hoặc nộp phí, kể cả trước khi tiếp nhận."),
              N_("đếm ở thời điểm xem, không theo kỳ")),
    Indicator("on_time_rate", N_("Tỷ lệ đúng hạn"),
              N_("Phần hồ sơ đã giải quyết có kết quả không muộn hơn ngày hẹn trả."),
              N_("(Trước hạn + Đúng hạn) / Đã giải quyết"), PERCENT, "done"),
    Indicator("median_days", N_("Số ngày giải quyết trung vị"),
              N_("Một nửa số hồ sơ đã giải quyết mất không quá số ngày làm việc này, tính từ ngày tiếp nhận "
                 "(ngày 0), kể cả thời gian chờ bổ sung."),
              N_("phân vị 50 của số ngày làm việc trọn, theo hạng gần nhất"), DAYS, "done"),
    Indicator("p90_days", N_("Số ngày giải quyết, phân vị 90"),
              N_("Chín phần mười số hồ sơ đã giải quyết mất không quá số ngày làm việc này."),
              N_("phân vị 90 của số ngày làm việc trọn, theo hạng gần nhất"), DAYS, "done"),
    Indicator("answered", N_("Được trả lời lần đầu"),
              N_("Hồ sơ mà trong kỳ cơ quan trả lời lần đầu: tiếp nhận, từ chối hoặc yêu cầu bổ sung."),
              N_("đếm theo ngày trả lời lần đầu")),
    Indicator("answer_hours", N_("Thời gian đến lần trả lời đầu"),
              N_("Một nửa số hồ sơ được trả lời lần đầu sau không quá số giờ làm việc này kể từ khi nộp."),
              N_("phân vị 50 của số giờ làm việc trọn từ lúc nộp"), HOURS, "answered"),
    Indicator("rounds", N_("Số lần yêu cầu bổ sung"),
              N_("Trung bình mỗi hồ sơ đã giải quyết bị yêu cầu bổ sung mấy lần."),
              N_("tổng số lần yêu cầu bổ sung / Đã giải quyết"), TIMES, "done"),
    Indicator("supplemented", N_("Đã giải quyết, từng phải bổ sung"),
              N_("Hồ sơ đã giải quyết trong kỳ mà cơ quan đã yêu cầu bổ sung ít nhất một lần."),
              N_("Đã giải quyết, số lần yêu cầu bổ sung ≥ 1")),
    Indicator("supplement_rate", N_("Tỷ lệ phải bổ sung"),
              N_("Phần hồ sơ đã giải quyết mà cơ quan đã yêu cầu bổ sung ít nhất một lần."),
              N_("Đã giải quyết, từng phải bổ sung / Đã giải quyết"), PERCENT, "supplemented"),
    Indicator("online_rate", N_("Tỷ lệ nộp trực tuyến"),
              N_("Phần hồ sơ tiếp nhận trong kỳ được nộp qua mạng."),
              N_("trực tuyến / (trực tuyến + trực tiếp + bưu chính)"), PERCENT, "online"),
    Indicator("post_rate", N_("Tỷ lệ nộp qua bưu chính"),
              N_("Phần hồ sơ tiếp nhận trong kỳ được gửi qua bưu chính công ích."),
              N_("bưu chính / (trực tuyến + trực tiếp + bưu chính)"), PERCENT, "post"),
    Indicator("level_4", N_("Tiếp nhận mức độ 4"),
              N_("Hồ sơ tiếp nhận trong kỳ của thủ tục trực tuyến toàn trình (mức độ 4)."),
              N_("Tiếp nhận trong kỳ, mức độ 4")),
    Indicator("level_3", N_("Tiếp nhận mức độ 3"),
              N_("Hồ sơ tiếp nhận trong kỳ của thủ tục trực tuyến một phần (mức độ 3)."),
              N_("Tiếp nhận trong kỳ, mức độ 3")),
    Indicator("owing", N_("Có nghĩa vụ tài chính"),
              N_("Hồ sơ đã giải quyết trong kỳ mà người dân phải nộp phí, lệ phí."),
              N_("Đã giải quyết, có khoản phải nộp")),
    Indicator("paid_online", N_("Thanh toán trực tuyến"),
              N_("Hồ sơ đã giải quyết trong kỳ có phí, lệ phí được nộp trực tuyến."),
              N_("Có nghĩa vụ tài chính, đã nộp trực tuyến")),
    Indicator("online_payment_rate", N_("Tỷ lệ thanh toán trực tuyến"),
              N_("Phần hồ sơ có nghĩa vụ tài chính được thanh toán trực tuyến."),
              N_("Thanh toán trực tuyến / Có nghĩa vụ tài chính"), PERCENT, "paid_online"),
    Indicator("digital", N_("Có kết quả điện tử"),
              N_("Hồ sơ đã giải quyết trong kỳ mà kết quả được lưu thành tệp."),
              N_("Đã giải quyết, có tệp kết quả")),
    Indicator("digital_rate", N_("Tỷ lệ số hóa kết quả"),
              N_("Phần hồ sơ đã giải quyết trong kỳ có kết quả được lưu thành tệp."),
              N_("Có kết quả điện tử / Đã giải quyết"), PERCENT, "digital"),
)  # fmt: skip

INDICATORS: dict[str, Indicator] = {one.code: one for one in _ALL}

COUNTS = tuple(one.code for one in _ALL if one.unit == DOSSIERS)
"""Those that are counts of dossiers: each is the length of its own list."""

BALANCE = ("carried", "received"), ("done", "withdrawn", "stopped", "open")
"""Both sides of the equation that holds in every period for every choice."""


def as_markdown() -> str:
    """The dictionary as a table of docs/figures.md."""
    lines = ["| mã | tên | định nghĩa | công thức | đơn vị | danh sách |", "|---|---|---|---|---|---|"]
    for one in _ALL:
        opened = INDICATORS[one.list_code].name
        lines.append(
            f"| `{one.code}` | {one.name} | {one.meaning} | {one.formula} | {UNITS[one.unit]} | {opened} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
