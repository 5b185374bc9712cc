"""Made-up people for the demo town: names by chance, addresses and numbers that belong to nobody."""

from dataclasses import dataclass
from datetime import date
from random import Random

FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLES = {1: "Văn Đức Hữu Quang Minh Công".split(), 2: "Thị Thị Ngọc Thu Huyền Khánh".split()}
GIVEN = {
    1: "An Bình Cường Dũng Đạt Giang Hải Hòa Khoa Long Nam Phúc Quý Sơn Thắng Tuấn Việt".split(),
    2: "Ánh Bích Chi Diệp Hạnh Hoa Hương Lan Loan Mai Nga Oanh Phượng Thúy Trâm Uyên Yến".split(),
}
PREFIX = "033"
"""Old province code of Hưng Yên in personal ids."""


@dataclass(frozen=True)
class Person:
    """Someone who does not exist. `sex` 1 male, 2 female."""

    name: str
    sex: int
    born: date
    id_number: str
    phone: str
    email: str
    hamlet: str


def person(rng: Random, *, first_year: int = 1955, last_year: int = 2004) -> Person:
    """One person by chance; the same chance gives the same person."""
    sex = rng.choice((1, 2))
    born = date(rng.randint(first_year, last_year), rng.randint(1, 12), rng.randint(1, 28))
    name = f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES[sex])} {rng.choice(GIVEN[sex])}"
    century = (sex - 1) + (2 if born.year >= 2000 else 0)
    number = rng.randint(0, 999_999)
    return Person(
        name=name,
        sex=sex,
        born=born,
        id_number=f"{PREFIX}{century}{born:%y}{number:06d}",
        phone=f"0900000{rng.randint(0, 999):03d}",
        email=f"congdan{number:06d}@example.vn",
        hamlet=f"Thôn Mẫu {rng.randint(1, 9)}",
    )
