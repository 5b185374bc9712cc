"""Ten thousand noisy lines of a bank's statement against the matcher: how many right, wrong, left to people.

    python -m bench.statement [--lines 10000] [--seed 1]

Noise as banks make it: lower case, punctuation and blanks dropped, words before and behind, the end cut off,
two references in one line, one wrong letter, no reference at all. A line is payable when all letters of its
reference are still there; the others must be left.
"""

import argparse
import time
from collections import Counter
from datetime import date
from random import Random

from services.money import references
from services.money.statements.matching import Owed, match
from services.money.statements.reading import Line

WORDS = (
    "NGUYEN VAN MAU chuyen tien", "nop phi ho so", "MBVCB.3141592653.", "IBFT", "thanh toan le phi",
    "Tran Thi Mau", "FT26327", "CT tu 0123456789 toi 1500124000000", "khai sinh cho con",
    "GD 778899-112326-09:15:01",
)  # fmt: skip
CHANGES = (
    str.lower, str.title, lambda text: text.replace(" ", ""), lambda text: text.replace(" ", "."),
    lambda text: text.replace(".", "").replace("-", ""),
)  # fmt: skip


def noisy(text: str, rng: Random) -> tuple[str, bool]:
    """The content as it comes out of a bank, and whether its end was cut."""
    text = f"{' '.join(rng.sample(WORDS, rng.randint(0, 2)))} {text} {rng.choice(('', *WORDS))}".strip()
    for change in rng.sample(range(5), rng.randint(0, 3)):
        text = CHANGES[change](text)
    if rng.random() < 0.08:
        return text[: rng.randint(len(text) // 3, len(text))], True
    return text, False


def main() -> None:
    """Make the lines, match them, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = Random(given.seed)
    owed = {references.make(): Owed(f"H31.124-20261123-{n:07d}", 8000 * rng.randint(1, 4))
            for n in range(given.lines * 2)}  # fmt: skip
    waiting = list(owed)
    lines, truth = [], []
    for number in range(given.lines):
        names = [waiting.pop() for _ in range(2 if rng.random() < 0.05 else 1)]
        amount, kind = sum(owed[name].left for name in names), rng.random()
        text = " ".join(map(references.purpose, names))
        if kind < 0.04:  # one wrong letter
            wrong = rng.randrange(len(names[0]))
            other = rng.choice([x for x in references.ALPHABET if x != names[0][wrong]])
            text = references.purpose(names[0][:wrong] + other + names[0][wrong + 1 :])
        elif kind < 0.08:
            text = rng.choice(WORDS)
        text, _cut = noisy(text, rng)
        joined = "".join(letter for letter in text.upper() if letter.isalnum())
        payable = all(f"DVC{name}" in joined for name in names)
        lines.append(Line(date(2026, 11, 23), amount, text, "", str(number)))
        truth.append(tuple(sorted(names)) if payable else None)
    started = time.perf_counter()
    found = list(match(lines, owed))
    took = time.perf_counter() - started
    told: Counter[str] = Counter()
    for one, names in zip(found, truth, strict=True):
        paid = tuple(sorted(name for name, _amount in one.shares)) if one.outcome == "matched" else None
        right = "right" if paid == names else "left" if paid is None else "wrong"
        told[f"{'payable' if names else 'other'} {right if names or paid else 'left'}"] += 1
    payable = told["payable right"] + told["payable wrong"] + told["payable left"]
    wrong = told["payable wrong"] + told["other wrong"]
    print(f"{len(lines):,} lines, {payable:,} payable; outcomes {dict(Counter(m.outcome for m in found))}")
    print(f"payable: right {told['payable right']:,} ({told['payable right'] / payable:.2%}), "
          f"left {told['payable left']:,}; wrong {wrong}; others left {told['other left']:,}")  # fmt: skip
    print(f"{len(lines) / took:,.0f} lines/s")


if __name__ == "__main__":
    main()
