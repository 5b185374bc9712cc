"""Scans for the demo town: real PDFs of one to three pages that say on every page that they are made up."""

from random import Random

from services.letters import press

NAMES = {"to_khai": "Tờ khai", "giay_to_tuy_than": "Giấy tờ tùy thân"}
"""What stands on top; a paper of another procedure is simply called a paper."""


def scan(slot: str, number: int) -> bytes:
    """A PDF for this slot; the same number gives the same file."""
    pages = Random(f"{slot}/{number}").randint(1, 3)
    name = NAMES.get(slot, "Giấy tờ")
    return press.print_pdf("specimen", {"name": name, "number": f"{number:03d}", "pages": pages})
