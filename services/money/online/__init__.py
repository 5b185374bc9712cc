"""Paying online: orders of ours, and providers that take the money. A provider is a module like vnpay.py
with `pay_url`, `genuine`, `heard` and `ANSWERS`; orders.py knows nothing else of it."""
