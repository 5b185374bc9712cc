"""Calls of the payment provider, repeated and forged ones among them, against two copies of the program.

    python -m bench.payments [--calls 1000] [--threads 16]

A PostgreSQL of its own (durable, as in production), two copies of the program on it. Seven calls of ten pay,
two repeat one of those, at the other copy or at this one, and one is forged or changes the amount.
Prints calls/s, p95, and whether the ledger holds exactly what was accepted: nothing lost, nothing double.
"""

import argparse
import http.client
import os
import statistics
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

PART = 1000
DOSSIERS = 40
"""At least; a dossier has fifty payments at most, so that its own story stays as short as in life."""


def orders(calls: int) -> list[str]:
    """Dossiers that wait for money, and open orders of PART đồng on them; the references."""
    from db.dossiers import Dossier
    from db.money import OnlinePayment
    from db.session import reading, transaction
    from services.clock import now
    from services.money import references
    from services.money.online import vnpay
    from services.workflow import State
    from tests import town

    dossiers = max(DOSSIERS, -(-calls // 50))
    each = -(-calls // dossiers)
    with reading() as session:
        assert session.query(Dossier).count() == 0
    found = []
    for number in range(dossiers):
        code = town.a_dossier(State.IN_PROCESS, chance=number)
        line = {"line": "fee", "amount": each * PART, "reason": "Thử tải."}
        town.act("canbo", code, "request_payment", lines=[line], pay_by=now().date() + timedelta(days=9))
        with transaction() as session:
            dossier = session.query(Dossier).where(Dossier.code == code).one()
            for _ in range(each):
                reference = references.make()
                session.add(
                    OnlinePayment(
                        provider=vnpay.NAME, reference=reference, dossier_id=dossier.id,
                        agency_id=dossier.agency_id, amount=PART, created_at=now(),
                        expires_at=now() + timedelta(hours=1),
                    )
                )  # fmt: skip
                found.append(reference)
    return found


def queries(references: list[str], calls: int, rng: Random) -> list[tuple[str, str]]:
    """What is called, in a mixed order: (kind, query)."""
    from services import settings
    from services.money.online import simulator, vnpay

    account = settings.vnpay_account()
    genuine = []
    for reference in references[: calls * 7 // 10]:
        asked = {"vnp_Amount": str(PART * 100), "vnp_OrderInfo": "Nop phi", "vnp_TxnRef": reference}
        genuine.append(vnpay.signed(account.secret, simulator.outcome(account, asked, "00")))
    repeated = [("repeated", rng.choice(genuine)) for _ in range(calls * 2 // 10)]
    forged = []
    for number in range(calls - len(genuine) - len(repeated)):
        text = rng.choice(genuine)
        if number % 2:
            forged.append(("forged", text[:-4] + "beef"))
        else:
            forged.append(("forged", text.replace(f"vnp_Amount={PART * 100}", "vnp_Amount=9900000")))
    mixed = [("first", query) for query in genuine] + repeated + forged
    rng.shuffle(mixed)
    return mixed


def call(site: str, query: str) -> tuple[str, float]:
    """One call on a connection of its own; the code of the answer, and seconds."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
    connection.request("GET", f"/payments/vnpay/ipn?{query}")
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer.split('"RspCode":"')[1][:2], time.perf_counter() - started


def ledger() -> tuple[int, int, list[str]]:
    """Entries of money paid online, their sum, and what the audit finds."""
    from db.money import MoneyEntry
    from db.session import reading
    from services.money import audit

    with reading() as session:
        entries = [e.amount for e in session.query(MoneyEntry).where(MoneyEntry.kind == "paid")]
        return len(entries), -sum(entries), list(audit.faults(session))


def main() -> None:
    """Set up, call, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=16)
    given = parser.parse_args()
    os.environ.update(DEMO="1", CAPTCHA="off")
    folder = Path(tempfile.mkdtemp(prefix="bench-payments-"))
    os.environ["DATA_DIR"] = str(folder)

    from tests import postgres, town
    from tests.served import served

    with postgres.server(durable=True) as url:
        os.environ["DATABASE_URL"] = url
        town.found()
        mixed = queries(orders(given.calls), given.calls, Random(1))
        with (
            served(folder / "a") as one,
            served(folder / "b") as other,
            ThreadPoolExecutor(given.threads) as pool,
        ):
            sites = (one.url, other.url)
            started = time.perf_counter()
            answers: list[Any] = list(
                pool.map(lambda n: call(sites[n % 2], mixed[n][1]), range(len(mixed)))
            )  # fmt: skip
            took = time.perf_counter() - started
        codes = Counter((kind, code) for (kind, _q), (code, _s) in zip(mixed, answers, strict=True))
        accepted = sum(n for (_kind, code), n in codes.items() if code == "00")
        entries, booked, faults = ledger()
    genuine = len({query for kind, query in mixed if kind != "forged"})
    p95 = statistics.quantiles([seconds for _code, seconds in answers], n=20)[-1]
    print(f"{len(mixed):,} calls ({dict(Counter(kind for kind, _q in mixed))}), 2 processes, PostgreSQL")
    print(f"answers {dict(sorted((f'{kind} {code}', n) for (kind, code), n in codes.items()))}")
    print(f"accepted {accepted:,} = {accepted * PART:,} đồng; ledger {entries:,} entries = {booked:,} đồng")
    print(f"lost {genuine - entries}, double {max(0, entries - genuine)}, faults of the ledger {len(faults)}")
    print(f"{len(mixed) / took:.0f} calls/s, p95 {p95 * 1000:.0f} ms")


if __name__ == "__main__":
    main()
