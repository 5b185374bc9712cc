"""Precision and recall of the duplicate finder on a labelled set: python -m bench.duplicates [ROWS] [SEED].

A tenth of the rows repeats another with what goes wrong at a counter: middle names in another order, accents
left out, i for y, digits in the wrong order, numbers left out. Beside them stand people who only look alike:
namesakes (few names, so there are many), brothers and sisters of one mother, twins, the same person with
another procedure, and a namesake born on the same day.
"""

import csv
import io
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from time import perf_counter

from services.commands.duplicates import COLUMNS, read
from services.demo import people
from services.desk.duplicates import BIRTH, MARITAL_STATUS, MARRIAGE, Record, pairs
from services.identity import fold

OTHERS = ("2.000635", "1.000656", "1.001776")
WORDS, DIGITS = ("middle", "accents", "i_y"), ("id_digits", "birth_digits", "no_id")
FAULTS = ("exact", *WORDS, *DIGITS, "two_faults", "birth_twice")


def _name(rng: Random, sex: int) -> str:
    middles = [m for m in people.MIDDLES[sex] if m not in ("Văn", "Thị")]
    parts = [rng.choice(people.MIDDLES[sex])]
    if rng.random() < 0.4:
        parts.append(rng.choice(middles))
    return " ".join([rng.choice(people.FAMILIES), *dict.fromkeys(parts), rng.choice(people.GIVEN[sex])])


def _base(rng: Random, number: int) -> Record:
    procedure = rng.choices((BIRTH, MARRIAGE, MARITAL_STATUS, *OTHERS), (30, 10, 15, 25, 10, 10))[0]
    who = people.person(rng)
    born = who.born.isoformat()
    mother, id_number = "", who.id_number
    if procedure == BIRTH:
        born = (date(2026, 1, 1) + timedelta(days=rng.randrange(320))).isoformat()
        mother, id_number = _name(rng, 2), ""
    return Record(str(number), _name(rng, who.sex), id_number, born, str(who.sex), mother, procedure)


def _turned(rng: Random, digits: str, first: int = 0) -> str:
    """Two neighbouring digits change places."""
    places = [
        i for i in range(first, len(digits) - 1)
        if digits[i : i + 2].isdigit() and digits[i] != digits[i + 1]
    ]  # fmt: skip
    if not places:
        return digits
    at = rng.choice(places)
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def _middle(rng: Random, name: str) -> str:
    first, *middle, last = name.split()
    return " ".join([first, *reversed(middle), last]) if len(middle) > 1 else f"{first} {last} {middle[0]}"


def _repeat(rng: Random, one: Record, fault: str, number: int) -> Record:
    """The same once more, with this fault, or with one in the words and one in the digits."""
    again = replace(one, id=str(number))
    for what in (rng.choice(WORDS), rng.choice(DIGITS)) if fault == "two_faults" else (fault,):
        again = replace(again, **_wrong(rng, again, what))
    return again


def _wrong(rng: Random, one: Record, what: str) -> dict[str, str]:
    match what:
        case "middle":
            return {"name": _middle(rng, one.name)}
        case "accents":
            return {"name": fold(one.name), "mother": fold(one.mother)}
        case "i_y":
            return {"name": one.name.translate(str.maketrans("yýiíYI", "iíyýIY"))}
        case "id_digits":
            return {"id_number": _turned(rng, one.id_number, 6)} if one.id_number else {}
        case "birth_digits":
            return {"born": _turned(rng, one.born, 5)}
        case "no_id":
            return {"id_number": ""}
        case "birth_twice":
            return {"name": _name(rng, int(one.sex))}
    return {}


def labelled(rows: int, seed: int) -> tuple[list[Record], dict[frozenset[str], str]]:
    """The rows, and which pairs are the same with what went wrong."""
    rng = Random(seed)
    made: list[Record] = []
    truth: dict[frozenset[str], str] = {}
    while len(made) < rows:
        one = _base(rng, len(made))
        made.append(one)
        chance = rng.random()
        if chance < 0.11:
            births = one.procedure == BIRTH
            fault = rng.choice([f for f in FAULTS if births or f != "birth_twice"])
            again = _repeat(rng, one, fault, len(made))
            if one.procedure == MARITAL_STATUS and rng.random() < 0.3:
                again, fault = replace(again, procedure=MARRIAGE), f"{fault}+marriage"
            made.append(again)
            truth[frozenset((one.id, again.id))] = fault
        elif chance < 0.19:
            made.append(_look_alike(rng, one, len(made)))
    return made[:rows], {pair: fault for pair, fault in truth.items() if max(map(int, pair)) < rows}


def _look_alike(rng: Random, one: Record, number: int) -> Record:
    """Somebody else who resembles, or the same person with another matter."""
    other, kind = _base(rng, number), rng.random()
    if one.procedure == BIRTH:
        if kind < 0.1:  # a twin, of ten; about one birth in eighty in life
            return replace(one, id=str(number), name=_name(rng, int(other.sex)), sex=other.sex)
        return replace(one, id=str(number), name=other.name, born=other.born, sex=other.sex)
    own = people.person(rng).id_number  # without one nobody could tell such a namesake from a repetition
    if kind < 0.3:
        return replace(one, id=str(number), id_number=own)
    if kind < 0.6:
        return replace(one, id=str(number), born=other.born, id_number=own)
    matter = rng.choice([code for code in OTHERS if code != one.procedure])
    return replace(one, id=str(number), procedure=matter)


def as_csv(records: list[Record]) -> io.StringIO:
    """The rows as `find-duplicates` reads them."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for r in records:
        writer.writerow((r.id, r.name, r.id_number, r.born, r.sex, r.mother, r.procedure))
    file.seek(0)
    return file


def main(rows: int = 10_000, seed: int = 1) -> tuple[float, float]:
    """Prints and gives precision and recall."""
    records, truth = labelled(rows, seed)
    records = read(as_csv(records))
    began = perf_counter()
    found = {frozenset((m.first, m.second)) for m in pairs(records)}
    spent = perf_counter() - began
    right = found & set(truth)
    precision, recall = len(right) / max(1, len(found)), len(right) / max(1, len(truth))
    print(f"rows {rows}, duplicates {len(truth)}, found {len(found)}, {spent:.1f} s")
    print(f"precision {precision:.3f}, recall {recall:.3f}")
    missed = Counter(truth[pair] for pair in set(truth) - found)
    print("missed by fault:", dict(missed) or "none")
    return precision, recall


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
