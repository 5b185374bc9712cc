"""YAML read into plain values together with the line of every part, so that an error can name its line."""

import re
import unicodedata
from typing import Any

import yaml

from services.catalogue.conditions import Path
from services.errors import CatalogueRefused

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML without its C part reads the same, ten times slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

_LIMIT = 1_000_000
_WIDEST = 4000
_DEEPEST = 40
_KINDS = ("map", "seq", "str", "int", "bool", "null", "float", "timestamp", "merge", "value")
_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in _KINDS)
"""What YAML sees in untagged text."""
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")


class Document:
    """The values of one file, and where each of them stands."""

    def __init__(self, text: str, filename: str) -> None:
        """Raises CatalogueRefused for what is not YAML, or uses more of YAML than the format does."""
        self.filename = filename
        self.lines: dict[Path, int] = {}
        if len(text) > _LIMIT:
            raise CatalogueRefused(filename, 1, f"the file is longer than {_LIMIT} characters")
        # The parser's C part goes one call deeper per level, and a deep file would end the whole process.
        # A level needs a bracket, or a column of its line.
        for number, row in enumerate(text.split("\n"), 1):
            if len(row) > _WIDEST:
                raise CatalogueRefused(filename, number, f"the line is longer than {_WIDEST} characters")
        if text.count("[") + text.count("{") > _WIDEST:
            raise CatalogueRefused(filename, 1, f"more than {_WIDEST} brackets")
        try:
            node = yaml.compose(unicodedata.normalize("NFC", text), Loader=Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            raise CatalogueRefused(filename, line, f"not YAML: {error.problem}") from None
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else 1
            raise CatalogueRefused(filename, line, f"not YAML: {error.reason}") from None
        except yaml.YAMLError as error:
            raise CatalogueRefused(filename, 1, f"not YAML: {error}") from None
        except UnicodeEncodeError as error:
            line = text.count("\n", 0, error.start) + 1
            raise CatalogueRefused(filename, line, "not text: half of a character pair") from None
        except RecursionError:
            raise CatalogueRefused(filename, 1, "nested too deeply") from None
        if not isinstance(node, yaml.MappingNode):
            raise CatalogueRefused(filename, 1, "the file must be a list of `key: value` lines")
        self._seen: set[int] = set()
        self.values: dict[str, Any] = self._plain(node, (), 1)

    def refuse(self, at: Path, why: str) -> CatalogueRefused:
        """The refusal that names the line of this part; of the part around it where it is missing."""
        return CatalogueRefused(self.filename, self.line(at), why)

    def line(self, at: Path) -> int:
        """The line of the part at this path. Steps that are not in the file are skipped: they are names
        that the schema gives to its own branches, or the very key that is missing."""
        here: Path = ()
        for step in at:
            if (*here, step) in self.lines:
                here = (*here, step)
        return self.lines.get(here, 1)

    def _plain(self, node: yaml.Node, at: Path, line: int) -> Any:
        self.lines[at] = line
        if node.tag not in _TAGS:
            raise self.refuse(at, f"the tag {node.tag} is not part of the format")
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if id(node) in self._seen:
            raise self.refuse(at, "anchors and aliases (& and *) are not part of the format")
        self._seen.add(id(node))
        if len(at) > _DEEPEST:
            raise self.refuse(at, "nested too deeply")
        if isinstance(node, yaml.SequenceNode):
            return [
                self._plain(item, (*at, number), item.start_mark.line + 1)
                for number, item in enumerate(node.value)
            ]
        values: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise CatalogueRefused(self.filename, line, "a key must be a word")
            if key.value in values:
                raise CatalogueRefused(self.filename, line, f"the key `{key.value}` is given twice")
            values[key.value] = self._plain(value, (*at, key.value), line)
        return values


def _scalar(node: yaml.ScalarNode) -> Any:
    """Text, a whole number, true, false or nothing. YAML's other guesses (no, 010, dates) stay text."""
    if node.tag == "tag:yaml.org,2002:null" and not node.style:
        return None
    if not node.style and node.value in ("true", "false"):
        return node.value == "true"
    if node.tag == "tag:yaml.org,2002:int" and not node.style and _WHOLE.fullmatch(node.value):
        return int(node.value)
    return node.value
