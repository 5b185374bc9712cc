"""Makes an installation ready: tables, calendar, procedures, and in the demo its town. Safe to run again."""

import sys

from sqlalchemy import select

from db import migrate
from db.agencies import Agency
from db.session import reading, transaction
from services import settings
from services.catalogue import store
from services.clock import today
from services.dates import calendars
from services.keeping import switches


def prepare() -> None:
    """Run every step that is missing, saying each.

    Raises SettingsRefused, CatalogueRefused, KeepingRefused."""
    settings.check()
    switches.check()
    prepare_tables()
    if settings.demo():
        _build_town()


def _build_town() -> None:
    """The demo town, where it is missing or was broken off; copies that start together build one."""
    from services import demo

    if is_empty() or demo.unfinished(demo.MANY):
        with migrate.alone():
            if is_empty() or demo.unfinished(demo.MANY):
                _say("Thị trấn mẫu: cơ quan, tài khoản, khoảng 300 hồ sơ")
                demo.build(demo.MANY)


def prepare_tables() -> None:
    """The part that every installation needs: tables, calendar, procedures. Raises CatalogueRefused."""
    _say("Cơ sở dữ liệu: nâng cấp lên bản mới nhất")
    from services.keeping import before_update  # the archive's tools are not loaded with the server

    before_update.upgrade(_say)
    _say("Lịch làm việc và danh mục thủ tục")
    store.shipped()  # read before the database is held: another copy may be starting too
    with transaction() as session:
        calendars.seed(session, today().year - 6, today().year + 1)
        store.publish_all(session)


def is_empty() -> bool:
    """Whether no agency exists yet."""
    with reading() as session:
        return session.scalar(select(Agency.id).limit(1)) is None


def announce() -> None:
    """Where the program answers and who can sign in; printed once the server is up."""
    lines = [f"Địa chỉ / address: {settings.public_url()}"]
    if settings.demo():
        from services.demo import ACCOUNTS

        lines.append(f"Tài khoản mẫu / demo accounts (mật khẩu / password {settings.DEMO_PASSWORD}):")
        lines += [f"  {username:<12}{name}" for username, name, *_ in ACCOUNTS]
    print("\n".join(lines), flush=True)


def _say(step: str) -> None:
    print(f"· {step}", file=sys.stderr, flush=True)
