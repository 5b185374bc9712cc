"""Whether all is well: the chain of the journal, the ways out, database and disk, and what runs by itself."""

from collections.abc import Iterable

import streamlit as st

from pages.frame import session
from pages.parts.look import empty_state
from pages.parts.office.message_words import channel_name, why_words
from pages.parts.table import table
from pages.parts.words import _, moment, number
from services.actors import Actor
from services.clock import now
from services.oversight import jobs, standing
from services.oversight.jobs import Run
from services.oversight.standing import Backups, Health

_GB, _MB = 1 << 30, 1 << 20


def draw(reader: Actor) -> None:
    """Each part with its state in words."""
    health = standing.look(reader)
    _chains(reader, health)
    _backups(health.backups)
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


def _chains(reader: Actor, health: Health) -> None:
    st.subheader(_("Chuỗi nhật ký"), anchor=False)
    st.caption(_("Mỗi dòng mang dấu của dòng trước: sửa, bỏ hay chèn một dòng đều lộ ra khi kiểm tra."))
    _chain(_("Hồ sơ"), health.chain)
    _chain(_("Việc của cơ quan"), health.log_chain)
    if st.button(_("Kiểm tra chuỗi"), icon=":material/verified:", key="check-chain"):
        with st.spinner(_("Đang đọc lại toàn bộ nhật ký…")):
            jobs.check_chain(reader)
        session.say_later("success", _("Đã kiểm tra chuỗi nhật ký; kết quả ở dưới."))
        st.rerun()


def _chain(which: str, last: Run | None) -> None:
    if last is None:
        told = _("%(which)s: chưa kiểm tra lần nào. Hãy bấm **Kiểm tra chuỗi**.") % {"which": which}
        st.info(told, icon=":material/link:")
        return
    count, *faults = last.said.split("; ")
    n = number(int(count)) if count.isdecimal() else count
    told = {"which": which, "at": moment(last.started_at), "n": n}
    if last.failed:
        bad = _("%(which)s: kiểm tra lúc %(at)s, chuỗi KHÔNG nguyên vẹn.")
        st.error(bad % told, icon=":material/link_off:")
        st.code("\n".join(faults) or count, language=None)
    else:
        good = _("%(which)s: kiểm tra lúc %(at)s, nguyên vẹn, %(n)s dòng.")
        st.success(good % told, icon=":material/link:")


def _backups(found: Backups) -> None:
    """The last one, its age, and what to do where there is none."""
    st.subheader(_("Sao lưu"), anchor=False)
    if found.last is None:
        what = _("Chưa có bản sao lưu nào. Đặt BACKUP_DIR để máy chủ tự làm mỗi đêm (xem docs/backup.md).")
        if found.own:
            what = _("Chưa có bản sao lưu nào. Bản đầu tiên được làm trong vài phút tới.")
        st.warning(what, icon=":material/backup:")
        return
    hours = max(0, round((now() - found.last.started_at).total_seconds() / 3600))
    told = {
        "at": moment(found.last.started_at), "hours": number(hours), "files": number(found.files),
        "mb": number(round(found.size / _MB)), "why": found.last.said, "lost": number(found.lost),
    }  # fmt: skip
    good = _("Bản gần nhất: %(at)s (%(hours)s giờ trước), %(files)s tệp, %(mb)s MB.") % told
    if found.last.failed:
        st.error(_("Lần sao lưu lúc %(at)s không thành: %(why)s.") % told, icon=":material/backup:")
    elif found.lost:
        st.error(good + " " + _("Kho mất %(lost)s tệp.") % told, icon=":material/backup:")
    elif found.late:
        st.warning(good + " " + _("Đã quá giờ sao lưu tiếp theo."), icon=":material/backup:")
    else:
        st.success(good, icon=":material/backup:")
    if found.drill:
        tried = {"at": moment(found.drill.started_at)}
        bad = _("Lần phục hồi thử lúc %(at)s KHÔNG thành.") if found.drill.failed else ""
        st.caption((bad or _("Phục hồi thử lúc %(at)s: được, nhật ký nguyên vẹn.")) % tried)
    else:
        st.caption(_("Chưa phục hồi thử lần nào."))


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
        "merger.take_effect": _("Sáp nhập cơ quan đến ngày"),
        "unanswered.remind": _("Nhắc bổ sung hồ sơ"),
        "unanswered.end": _("Kết thúc hồ sơ không bổ sung"),
        "retention": _("Dọn theo thời hạn lưu giữ"),
        "warnings.reckon": _("Tính trước các cảnh báo hạn"),
        "silence.agree": _("Coi như đồng ý bản nháp không được trả lời"),
        "digest.send": _("Bản tin hằng ngày của cán bộ"),
        "unpaid.remind": _("Nhắc nộp phí, lệ phí"),
        "unpaid.end": _("Dừng hồ sơ không nộp phí"),
    }
    came = _("Lỗi: %(what)s") % {"what": run.said} if run.failed else run.said or _("xong")
    return names.get(run.name, run.name), moment(run.started_at), f"{number(run.milliseconds)} ms", came
