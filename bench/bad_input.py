"""Hostile values at every type and forms at every procedure: python -m bench.bad_input [VALUES] [FORMS]."""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from random import Random
from time import perf_counter


def main(values: int, forms: int) -> int:
    """Prints what each type and procedure made of it; returns the number of faults."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DEMO="1", CAPTCHA="off", DATA_DIR=folder)
        os.environ.pop("DATABASE_URL", None)
        from bench import hostile
        from services import demo, offers, setup
        from services.catalogue import store
        from services.catalogue.meaning import OPERATORS
        from services.clock import today

        setup.prepare_tables()
        demo.found()
        faults, day = 0, today()
        for type_ in sorted(set(OPERATORS) - {"group"}):
            field, rng = hostile.field_of(type_), Random(type_)
            faults += _try(
                type_, values, lambda f=field, r=rng: hostile.value_faults(f, hostile.value(r), day)
            )
        for code, procedure in sorted(store.bundled().items()):
            office, rng = offers.offices(procedure)[0].id, Random(code)
            faults += _try(
                code, forms,
                lambda p=procedure, o=office, r=rng: hostile.form_faults(p, o, hostile.form(r, p)),
            )  # fmt: skip
        print(f"faults: {faults}")
        return faults


def _try(what: str, many: int, once: Callable[[], Iterator[str]]) -> int:
    began, faults = perf_counter(), 0
    for _ in range(many):
        try:
            found = list(once())
        except Exception:
            found = [traceback.format_exc(limit=-4)]
        faults += len(found)
        for fault in found[:3]:
            print(f"  {what}: {fault}")
    print(f"{what}: {many} tried, {faults} faults, {(perf_counter() - began) / many * 1000:.2f} ms each")
    return faults


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    sys.exit(min(1, main(*(arguments + [10_000, 100][len(arguments) :]))))
