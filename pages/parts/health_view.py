"""Whether all is well: the chain of the journal, the ways out, database and disk, and what runs by itself."""

from collections.abc import Iterable

import streamlit as st

from pages.frame import session
from pages.parts.figure_tables import table
from pages.parts.look import empty_state
from pages.parts.message_words import channel_name, why_words
from pages.parts.words import _, moment, number
from services.actors import Actor
from services.oversight import jobs, standing
from services.oversight.jobs import Run
from services.oversight.standing import Health

_GB, _MB = 1 << 30, 1 << 20


def draw(reader: Actor) -> None:
    """Each part with its state in words."""
    health = standing.look(reader)
    _chain(reader, health.chain)
    st.html(table(_("Máy chủ"), (_("Phần"), _("Tình trạng"), _("Số đo")), _machine(health), look=_LOOK))
    titles = (_("Kênh"), _("Gửi qua"), _("Tin gần nhất"), _("Đang chờ"), _("Trục trặc"))
    rows = (
        (channel_name(one.channel), _("tệp (chưa cài cổng gửi)") if one.by == "file" else one.by,
         moment(one.last_sent), number(one.waiting), why_words(one.trouble) or _("không"))
        for one in health.ways
    )  # fmt: skip
    st.html(table(_("Đường gửi tin"), titles, rows, look=_LOOK))
    if not health.jobs:
        what = _("Việc tự động chạy vài giây sau khi khởi động, rồi mỗi 10 phút.")
        empty_state(_("Chưa có việc nào chạy"), what, "schedule")
        return
    titles = (_("Việc"), _("Lần cuối"), _("Mất"), _("Kết quả"))
    st.html(table(_("Việc tự động"), titles, map(_run, health.jobs), look=_LOOK))


_LOOK = "mc-figures mc-listed"


def _chain(reader: Actor, last: Run | None) -> None:
    st.subheader(_("Chuỗi nhật ký hồ sơ"), anchor=False)
    st.caption(_("Mỗi dòng mang dấu của dòng trước: sửa, bỏ hay chèn một dòng đều lộ ra khi kiểm tra."))
    if last is None:
        st.info(_("Chưa kiểm tra lần nào. Hãy bấm **Kiểm tra chuỗi**."), icon=":material/link:")
    else:
        events, *faults = last.said.split("; ")
        told = {"at": moment(last.started_at), "n": number(int(events)) if events.isdecimal() else events}
        if last.failed:
            st.error(_("Kiểm tra lúc %(at)s: chuỗi KHÔNG nguyên vẹn.") % told, icon=":material/link_off:")
            st.code("\n".join(faults) or events, language=None)
        else:
            st.success(_("Kiểm tra lúc %(at)s: nguyên vẹn, %(n)s dòng.") % told, icon=":material/link:")
    if st.button(_("Kiểm tra chuỗi"), icon=":material/verified:", key="check-chain"):
        with st.spinner(_("Đang đọc lại toàn bộ nhật ký…")):
            jobs.check_chain(reader)
        session.say_later("success", _("Đã kiểm tra chuỗi nhật ký; kết quả ở dưới."))
        st.rerun()


def _machine(health: Health) -> Iterable[tuple[str, str, str]]:
    free = health.disk_free / max(1, health.disk_total)
    low = free < standing.FULL_BELOW
    size = f" · {number(round(health.database_bytes / _MB))} MB" if health.database_bytes else ""
    engine = "PostgreSQL" if health.engine == "postgresql" else "SQLite"
    yield _("Cơ sở dữ liệu"), _("Tốt"), f"{engine} · {health.answered_ms} ms{size}"
    left = _("còn %(free)s / %(all)s GB")
    sizes = {"free": number(round(health.disk_free / _GB)), "all": number(round(health.disk_total / _GB))}
    yield _("Ổ đĩa"), _("Sắp đầy") if low else _("Tốt"), left % sizes
    yield _("Kho tệp"), _("Tốt"), _("kho S3") if health.files_at == "s3" else _("trên ổ đĩa này")


def _run(run: Run) -> tuple[str, str, str, str]:
    names = {
        "accounts.tidy": _("Dọn phiên đăng nhập, mã đã hết hạn"),
        "drafts.tidy": _("Dọn bản nháp đã hết hạn"),
        "draft_mail.remind": _("Nhắc bản nháp chưa nộp"),
        "leases.tidy": _("Dọn dấu đang mở hồ sơ"),
        "unanswered.remind": _("Nhắc bổ sung hồ sơ"),
        "unanswered.end": _("Kết thúc hồ sơ không bổ sung"),
        "retention": _("Dọn theo thời hạn lưu giữ"),
        "warnings.reckon": _("Tính trước các cảnh báo hạn"),
        "silence.agree": _("Coi như đồng ý bản nháp không được trả lời"),
        "unpaid.remind": _("Nhắc nộp phí, lệ phí"),
        "unpaid.end": _("Dừng hồ sơ không nộp phí"),
    }
    came = _("Lỗi: %(what)s") % {"what": run.said} if run.failed else run.said or _("xong")
    return names.get(run.name, run.name), moment(run.started_at), f"{number(run.milliseconds)} ms", came
