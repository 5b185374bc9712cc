"""The base of every table, and the one way an instant is stored on both engines."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Asia/Ho_Chi_Minh: UTC+7 all year, so a fixed offset needs no time zone data on the machine."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC and given back in Vietnam's time.

    SQLite keeps no time zone: a naive value is refused here rather than guessed at.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], datetime | None]:
        """One call per value, where process_result_value would be three: a queue reads 250 of them."""
        read = self.impl_instance.result_processor(dialect, coltype)
        if read is None:  # the driver gives aware ones
            return lambda value: None if value is None else value.astimezone(VIETNAM)
        return lambda value: None if value is None else read(value).replace(tzinfo=UTC).astimezone(VIETNAM)


JSON_TYPE = JSON().with_variant(JSONB(), "postgresql")
KEY_TYPE = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Names of constraints are fixed, so that a migration can name them on both engines."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Instant,
        dict[str, Any]: JSON_TYPE,
        list[Any]: JSON_TYPE,
    }


Key = Annotated[int, mapped_column(KEY_TYPE, primary_key=True)]
"""A surrogate key: 64 bits on PostgreSQL, SQLite's rowid there."""

Code = Annotated[str, mapped_column(String(40))]
Name = Annotated[str, mapped_column(String(200))]
Sha256 = Annotated[str, mapped_column(String(64))]
