"""A procedure written down as the YAML file that check-catalogue reads."""

from collections.abc import Mapping
from typing import Any

import yaml

from services.catalogue import conditions, questions, schema

_MODELS = (
    schema.Procedure, schema.Time, schema.Fee, schema.Rate, schema.Variant, schema.Result, schema.Paper,
    questions.Section, questions.Field, questions.Option, questions.Repeat, questions.Prefill, schema.Rule,
    schema.Exemption, schema.Remark, schema.Step, conditions.Test,
)  # fmt: skip
_KEYS = ("code", "version", "valid_from", "valid_to", "key", "value", "id", "type", "label", "label_en")
_RANK = {
    key: n for n, key in enumerate(dict.fromkeys([*_KEYS, *(k for m in _MODELS for k in m.model_fields)]))
}
"""The order of keys: that of the format, whatever order the database gives them back in."""


class _Dumper(yaml.SafeDumper):
    """Lists stand a step inside of their key, as in the shipped files; nothing is written by reference."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write(data: Mapping[str, Any]) -> str:
    """The text of the file."""
    return yaml.dump(
        _in_order(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100,
        default_flow_style=False,
    )  # fmt: skip


def _in_order(value: Any) -> Any:
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: (_RANK.get(key, len(_RANK)), key))
        return {key: _in_order(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_in_order(part) for part in value]
    return value
