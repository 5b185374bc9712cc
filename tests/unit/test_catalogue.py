"""Procedure files: what they may say, how a wrong one is refused, and what is published."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from db.session import reading, transaction
from services.catalogue import checks, conditions, lines, parse, questions, schema, store
from services.catalogue import reading as reader
from services.catalogue.checks import Given
from services.catalogue.command import check_catalogue
from services.catalogue.conditions import All, Any_, Not, Test, holds
from services.catalogue.meaning import OPERATORS
from services.errors import CatalogueRefused, NotFound

ROOT = Path(__file__).parent.parent.parent
CODES = {"1.001193", "2.001023", "1.001776", "1.000656", "1.000894", "1.004746", "1.004873", "2.000635"}
OFFICIAL = ROOT / "tests" / "unit" / "official_fields.txt"
FILES = sorted((reader.DATA / "procedures").glob("*.yaml"))
TEXT = (reader.DATA / "procedures" / "2.000635.yaml").read_text(encoding="utf-8")


def refusal(text: str) -> CatalogueRefused:
    """The refusal of a file with this text."""
    with pytest.raises(CatalogueRefused) as refused:
        parse(text, "x.yaml")
    return refused.value


def changed(old: str, new: str) -> tuple[str, int]:
    """The shipped file of the extract with one change, and the line where it stands."""
    assert old in TEXT
    return TEXT.replace(old, new, 1), TEXT[: TEXT.index(old)].count("\n") + 1


def test_all_eight_procedures_load_with_all_official_fields() -> None:
    """Nothing of the official forms is lost: all 298 fields are in the files."""
    wanted: dict[str, set[str]] = {}
    for line in OFFICIAL.read_text(encoding="utf-8").splitlines():
        code, *keys = line.split()
        wanted[code] = set(keys)
    assert set(store.bundled()) == set(wanted) == CODES
    assert sum(len(keys) for keys in wanted.values()) == 298
    for code, keys in wanted.items():
        fields = store.bundled()[code].fields
        inside = {inner.key for field in fields for inner in field.fields}
        assert keys <= inside | set(store.bundled()[code].by_key), code


def test_files_are_named_by_their_code() -> None:
    """A file is found by its procedure's code."""
    assert {path.stem for path in FILES} == set(store.bundled())


@pytest.mark.parametrize("code", sorted(CODES))
def test_declaration_and_identity_are_uploaded_online(code: str) -> None:
    """R-ONLINE-SCAN: online the signed declaration and an identity paper are required slots."""
    papers = [paper for paper in store.bundled()[code].papers if "TRUC_TUYEN" in paper.channels]
    assert {paper.role for paper in papers if paper.upload == "required"} >= {"declaration", "identity"}
    assert all(paper.upload == "none" for paper in papers if paper.kind == "tra_cuu")


@pytest.mark.parametrize("code", sorted(CODES))
def test_both_languages_are_there(code: str) -> None:
    """Every text of a procedure has its English beside it."""

    def walk(part: object, at: str) -> None:
        if isinstance(part, BaseModel):
            for name in type(part).model_fields:
                value = getattr(part, name)
                english = getattr(part, f"{name}_en", "none")
                catalogue_only = isinstance(part, questions.Option) and name in ("label", "help")
                if isinstance(value, str) and english is None and not catalogue_only:
                    raise AssertionError(f"{at}.{name} has no English")
                walk(value, f"{at}.{name}")
        elif isinstance(part, tuple):
            for number, item in enumerate(part):
                walk(item, f"{at}[{number}]")

    walk(store.bundled()[code], code)


def test_weak_facts_are_marked() -> None:
    """A fact that is still to be verified says so and is never shown as law."""
    assert all(procedure.marks for procedure in store.bundled().values())
    assert store.bundled()["2.000635"].unsure("level")
    assert not store.bundled()["2.000635"].unsure("fee")


def test_loading_is_quick() -> None:
    """The start is not held up: all files are read in half a second of this processor."""
    store.shipped.cache_clear()
    before = time.process_time()
    store.shipped()
    assert time.process_time() - before < 0.5


WRONG = {
    "unknown key": ("    label: Kính gửi", "    labell: x\n        label: Kính gửi"),
    "unknown type": ("type: agency\n", "type: agenzy\n"),
    "unknown catalogue": ("catalogue: GIOI_TINH", "catalogue: GIOI"),
    "field given twice": ("key: nyc_ngay_cap", "key: nyc_ho_ten"),
    "key given twice": ("version: 2\n", "version: 2\nversion: 3\n"),
    "unknown field in a condition": ("{field: nd_quoc_tich, op: eq", "{field: nd_quoc, op: eq"),
    "later field in a condition": (
        "field: nd_quoc_tich, op: eq, value: OTHER", "field: phuong_thuc_nhan, op: filled"
    ),
    "unknown operator": ("{field: nd_quoc_tich, op: eq", "{field: nd_quoc_tich, op: equals"),
    "operator that does not fit": ("{field: nd_quoc_tich, op: eq", "{field: nd_quoc_tich, op: gt"),
    "value that is no option": ("op: eq, value: OTHER}", "op: eq, value: O}"),
    "value with filled": ("nd_loai_giay_to, op: filled}", "nd_loai_giay_to, op: filled, value: 1}"),
    "number where text is needed": ('default: "9"', "default: 9"),
    "unknown check": ("kind: number_fits_paper", "kind: number_fits"),
    "check with an unknown field": ("fields: [nd_ngay_sinh, nd_ngay_cap]", "fields: [nd_ngay_sinh, nd_ngay]"),
    "check with a field of another type": ("nd_ngay_sinh, nd_ngay_cap]", "nd_ngay_sinh, nd_ho_ten]"),
    "rule beside no field": ("at: nd_ngay_cap", "at: nd_ngay_capp"),
    "rows that cannot be": ("repeat: {min: 1, max: 6", "repeat: {min: 7, max: 6"),
    "rows without end": ("max: 6, add", "max: 600, add"),
    "rows of no group": ("key: so_luong\n", "key: so_luong\n            repeat: {max: 9}\n"),
    "no question in a row": ("op: eq, value: KET_HON}", "op: eq, value: KET}"),
    "a row seen from outside": ("at: trich_luc.dk_ngay", "at: nd_ngay_cap"),
    "rule given twice": ("id: TL-NYC-TRUNG", "id: TL-NYC-GIAY-TO"),
    "fee by a field that is no number": ("multiplier: trich_luc.so_luong", "multiplier: trich_luc.dk_so"),
    "negative fee": ("amount: 8000", "amount: -1"),
    "no code": ('code: "2.000635"', 'code: "2-635"'),
    "two fields with one role": ("role: subject_name", "role: applicant_name"),
    "role that does not fit": ("role: applicant_phone", "role: applicant_address"),
    "paper required twice": ("role: identity", "role: declaration"),
    "level out of range": ("level: 4", "level: 5"),
    "tag": ("level: 4", "level: !!python/object:os.system 4"),
    "alias": ("tiers: [tinh, xa]", "tiers: &a [tinh, xa]\nlevel_now2: *a"),
    "no YAML": ("level: 4", "level: [4"),
    "tab": ("level: 4", "\tlevel: 4"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_at_its_line(name: str) -> None:
    """A wrong file names file, line and reason."""
    text, line = changed(*WRONG[name])
    refused = refusal(text)
    assert refused.file == "x.yaml"
    assert refused.why
    assert abs(refused.line - line) <= 3, f"{refused} instead of line {line}"


@pytest.mark.parametrize(
    ("old", "new", "off", "why"),
    [
        ("catalogue: GIOI_TINH", "catalogue: GIOI", 0, "there is no catalogue `GIOI`"),
        ("type: agency\n", "type: agenzy\n", 0, "`type`: Input should be 'text'"),
        ("version: 2\n", "version: 2\nversion: 3\n", 1, "the key `version` is given twice"),
        ("at: nd_ngay_cap", "at: nd_cap", 0, "`nd_cap` is not a field of this form"),
        ("- {field: nyc_loai_giay_to, op: in", "- {field: nyc_loai, op: in", 0, "`nyc_loai` is not a field"),
        ("amount: 8000", "amount: 8000\n  colour: red", 1, "`colour` is not part of the format"),
    ],
)  # fmt: skip
def test_the_line_is_the_real_one(old: str, new: str, off: int, why: str) -> None:
    """The line is that of the mistake itself, not of the block around it."""
    text, line = changed(old, new)
    refused = refusal(text)
    assert (refused.line, why in refused.why) == (line + off, True), str(refused)


def test_what_is_missing_is_named_at_the_block_around_it() -> None:
    """A missing key has no line of its own: the block that should have it is named."""
    text, line = changed("        label: Kính gửi\n", "")
    refused = refusal(text)
    assert refused.why == "`label` is missing"
    assert line - 2 <= refused.line <= line


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever a file contains, the answer is a refusal with a line, never another error."""
    assert refusal(text).line >= 1


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("\x00\t'\"[]{}:-#&*!|>%@`~ \n\ud800xđ0"))
@settings(deadline=None)
def test_a_damaged_file_is_read_or_refused(place: int, letter: str) -> None:
    """One wrong character anywhere: a refusal with a line inside the file, or a file that is still right."""
    text = TEXT[:place] + letter + TEXT[place + 1 :]
    line = 1
    try:
        parse(text, "x.yaml")
    except CatalogueRefused as refused:
        line = refused.line
    assert 1 <= line <= text.count("\n") + 2


@pytest.mark.parametrize(
    "deep", ["[" * 499_000, "{a: " * 200_000, "- " * 200_000, "\n" + "[\n" * 300_000, "[" * 3900]
)
def test_a_deep_file_does_no_harm(deep: str) -> None:
    """A file nested without end is refused; it cannot bring the process down."""
    assert refusal("a: " + deep).line >= 1


def test_yaml_guesses_nothing() -> None:
    """no, on, 010 and dates stay what was written."""
    values = lines.Document("a: no\non: 010\nb: 2025-07-01\nc: 7\nd: '7'\ne: true\nf:\n", "x").values
    assert values == {"a": "no", "on": "010", "b": "2025-07-01", "c": 7, "d": "7", "e": True, "f": None}


def test_the_command_prints_a_line_per_file(tmp_path: Path) -> None:
    """`check-catalogue` says `FILE: ok`, or `FILE:LINE: WHY` and ends with status 1."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(changed("catalogue: GIOI_TINH", "catalogue: GIOI")[0], encoding="utf-8")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("a: 1\nb: \xe9".encode("latin-1"))
    fine = CliRunner().invoke(check_catalogue, [str(FILES[0])])
    assert (fine.output, fine.exit_code) == (f"{FILES[0]}: ok\n", 0)
    both = CliRunner().invoke(
        check_catalogue, [str(FILES[0]), str(wrong), str(latin), str(tmp_path / "none")]
    )
    assert both.exit_code == 1
    said = both.output.splitlines()
    assert said[0] == f"{FILES[0]}: ok"
    assert re.fullmatch(re.escape(str(wrong)) + r":\d+: there is no catalogue `GIOI`", said[1])
    assert said[2] == f"{latin}:2: the file is not in UTF-8"
    assert said[3].startswith(f"{tmp_path / 'none'}:1: cannot be read")


# --- conditions

ODD = ["", "a", "2020", "2020-05", "2021-01-02"]
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(ODD))
VALUES = st.dictionaries(st.sampled_from("abc"), st.one_of(SCALARS, st.lists(SCALARS, max_size=3)))


FIELDS = st.sampled_from("abc")


def _tests() -> st.SearchStrategy[Test]:
    value = st.one_of(st.integers(-3, 3), st.sampled_from(["a", "2020", "2020-05-01"]))
    compare = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"])
    several = st.lists(value, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Test, field=FIELDS, op=compare, value=value),
        st.builds(Test, field=FIELDS, op=st.sampled_from(["in", "not_in"]), value=several),
        st.builds(Test, field=FIELDS, op=st.sampled_from(["empty", "filled"])),
        st.builds(Test, field=FIELDS, op=compare, other=FIELDS),
    )


CONDITIONS = st.recursive(
    _tests(),
    lambda inner: st.one_of(
        st.builds(lambda parts: All(all=tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: Any_(any=tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: Not.model_validate({"not": part}), inner),
    ),
    max_leaves=8,
)


@given(CONDITIONS, VALUES)
@settings(deadline=None)
def test_a_condition_holds_or_not(condition: conditions.Condition, values: dict[str, object]) -> None:
    """A condition always has an answer; `not` turns it round; it survives being written down."""
    answer = holds(condition, values)
    assert isinstance(answer, bool)
    assert holds(Not.model_validate({"not": condition}), values) is not answer
    again = type(condition).model_validate(
        condition.model_dump(mode="json", by_alias=True, exclude_none=True)
    )
    assert again == condition


@given(_tests(), VALUES)
@settings(deadline=None)
def test_opposite_operators(test: Test, values: dict[str, object]) -> None:
    """eq and ne, in and not_in, empty and filled are each other's opposites, for every value."""
    opposite = {"eq": "ne", "in": "not_in", "empty": "filled"}
    if test.op in opposite:
        assert holds(test, values) is not holds(test.model_copy(update={"op": opposite[test.op]}), values)


@given(CONDITIONS, CONDITIONS, VALUES)
@settings(deadline=None)
def test_all_and_any(one: conditions.Condition, two: conditions.Condition, values: dict[str, object]) -> None:
    """`all` and `any` mean what they say."""
    assert holds(All(all=(one, two)), values) is (holds(one, values) and holds(two, values))
    assert holds(Any_(any=(one, two)), values) is (holds(one, values) or holds(two, values))


@pytest.mark.parametrize(
    ("test", "values", "answer"),
    [
        ({"field": "d", "op": "ge", "value": "2016-01-01"}, {"d": "2016"}, True),
        ({"field": "d", "op": "ge", "value": "2016-01-01"}, {"d": "2015-12"}, False),
        ({"field": "d", "op": "ge", "value": "2016-01-01"}, {}, False),
        ({"field": "n", "op": "gt", "value": 1}, {"n": 2}, True),
        ({"field": "n", "op": "gt", "value": 1}, {"n": "2"}, False),
        ({"field": "n", "op": "eq", "value": 1}, {"n": True}, False),
        ({"field": "m", "op": "in", "value": ["x"]}, {"m": ["y", "x"]}, True),
        ({"field": "a", "op": "ne", "other": "b"}, {"a": "1", "b": "1"}, False),
        ({"field": "g.x", "op": "eq", "value": "1"}, {"g": {"x": "1"}}, True),
        ({"field": "g", "op": "empty"}, {"g": {"x": ""}}, True),
    ],
)
def test_comparisons(test: dict[str, object], values: dict[str, object], answer: bool) -> None:
    """Partial dates are compared as far as they are known; kinds of values are never mixed."""
    assert holds(Test.model_validate(test), values) is answer


# --- checks

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("check", "values", "broken"),
    [
        ({"kind": "min_age", "field": "b", "years": 20}, {"b": "2006-11-23"}, False),
        ({"kind": "min_age", "field": "b", "years": 20}, {"b": "2006-11-24"}, True),
        (
            {"kind": "min_age", "field": "b", "years": 18, "at": "d"},
            {"b": "2008-11-24", "d": "2026-11-24"},
            False,
        ),
        ({"kind": "min_age", "field": "b", "years": 18}, {"b": "2008"}, False),
        ({"kind": "min_age", "field": "b", "years": 18}, {"b": "2009"}, True),
        ({"kind": "min_age", "field": "b", "years": 18}, {}, False),
        ({"kind": "age_under", "field": "b", "months": 72}, {"b": "2020-11-24"}, False),
        ({"kind": "age_under", "field": "b", "months": 72}, {"b": "2020-11-23"}, True),
        ({"kind": "dates_in_order", "fields": ["a", "b"]}, {"a": "2020-05-02", "b": "2020-05"}, False),
        ({"kind": "dates_in_order", "fields": ["a", "b"]}, {"a": "2020-06-01", "b": "2020-05"}, True),
        ({"kind": "dates_in_order", "fields": ["a", "b", "c"]}, {"a": "2021", "c": "2020"}, True),
        ({"kind": "within_days", "field": "b", "days": 60}, {"b": "2026-09-24"}, False),
        ({"kind": "within_days", "field": "b", "days": 60}, {"b": "2026-09-23"}, True),
        (
            {"kind": "years_between", "field": "m", "to": "c", "years": 13},
            {"m": "2013", "c": "2026-01-01"},
            False,
        ),
        (
            {"kind": "years_between", "field": "m", "to": "c", "years": 13},
            {"m": "2014", "c": "2026-01-01"},
            True,
        ),
        ({"kind": "ids_distinct", "fields": ["a", "b"]}, {"a": "1", "b": "1"}, True),
        ({"kind": "ids_distinct", "fields": ["a", "b"]}, {"a": "1"}, False),
        ({"kind": "sex_matches_id", "id": "a", "sex": "s"}, {"a": "033300001234", "s": "1"}, True),
        ({"kind": "sex_matches_id", "id": "a", "is": "2"}, {"a": "033300001234"}, False),
        ({"kind": "birth_matches_id", "id": "a", "birth": "b"}, {"a": "033300001234", "b": "2000-05"}, False),
        ({"kind": "birth_matches_id", "id": "a", "birth": "b"}, {"a": "033300001234", "b": "1999"}, True),
        ({"kind": "required_together", "fields": ["a", "b"]}, {"a": "1"}, True),
        ({"kind": "at_least_one", "fields": ["a", "b"]}, {}, True),
        (
            {"kind": "same_as_one_of", "field": "a", "others": ["b", "c"]},
            {"a": "1", "b": "2", "c": "1"},
            False,
        ),
        ({"kind": "same_as_one_of", "field": "a", "others": ["b", "c"]}, {"a": "1", "b": "2"}, True),
        ({"kind": "same_as_one_of", "field": "a", "others": ["b", "c"]}, {"a": "1"}, False),
    ],
)
def test_checks(check: dict[str, object], values: dict[str, object], broken: bool) -> None:
    """A named check is broken by what surely breaks it, never by what is missing or only partly known."""
    rule = schema.Rule.model_validate(
        {"id": "R", "severity": "block", "at": "a", "check": check, "text": "x", "text_en": "x"}
    )
    assert rule.check is not None
    assert rule.check.broken(Given(values, DAY)) is broken


@pytest.mark.parametrize(
    ("shape", "number", "broken"),
    [("id12", "033300001234", False), ("id12", "123456789", True), ("cmnd9", "123456789", False),
     ("passport", "B1234567", False), ("passport", "B12345678", False), ("passport", "12345678", True),
     ("any", "x", False), (None, "x", False), ("id12", "", False)],
)  # fmt: skip
def test_number_fits_paper(shape: str | None, number: str, broken: bool) -> None:
    """Identity cards have 12 digits, the old card 9, a passport a letter and 7 or 8 digits."""
    check = checks.NumberFitsPaper(kind="number_fits_paper", type="t", number="n")
    assert check.broken(Given({"t": "9", "n": number}, DAY, {"t": shape})) is broken


# --- documentation


def _models() -> list[type[BaseModel]]:
    found = [
        model
        for module in (schema, questions, checks, conditions)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, conditions.Part) and model is not conditions.Part
    ]
    return list(dict.fromkeys(found))


def test_the_format_is_documented() -> None:
    """docs/catalogue.md names every key, type, role, operator and check that a file may use."""
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([^`\s]+)`", page))
    keys = {info.alias or name for model in _models() for name, info in model.model_fields.items()}
    kinds = {
        model.model_fields["kind"].annotation.__args__[0]  # type: ignore[union-attr]
        for model in _models()
        if model.__module__ == checks.__name__
    }
    wanted = keys | kinds | set(OPERATORS) | set(questions.Role.__args__) | set(conditions.Op.__args__)
    assert sorted(wanted - words) == []


def test_examples_of_the_documentation_are_right() -> None:
    """The procedure shown in docs/catalogue.md is accepted as it stands there."""
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(code:.*?)```", page, re.DOTALL)
    assert example is not None
    assert parse(example[1], "docs/catalogue.md").code


def test_catalogues_have_unique_text_values() -> None:
    """A list with the same value twice is refused at its line."""
    with pytest.raises(CatalogueRefused) as refused:
        reader.parse_catalogues('A:\n  - {value: "1", label: x}\n  - {value: "1", label: y}\n', "c.yaml")
    assert refused.value.line == 3
    assert yaml.safe_load((reader.DATA / "catalogues.yaml").read_text(encoding="utf-8")).keys() == (
        reader.shipped_catalogues().keys()
    )


# --- published versions


def raised(version: int, **changes: object) -> schema.Procedure:
    """The extract's procedure as a later version."""
    return store.bundled()["2.000635"].model_copy(update={"version": version, **changes})


@pytest.mark.usefixtures("database")
def test_a_published_version_is_never_edited() -> None:
    """Changing a file without raising `version` is refused; publishing the same again changes nothing."""
    with transaction() as session:
        assert store.publish_all(session) == 0
    edited = raised(2, short="Khác")
    with pytest.raises(CatalogueRefused, match="raise `version`"), transaction() as session:
        store.publish(session, [("x.yaml", edited)])


@pytest.mark.usefixtures("database")
def test_a_quicker_replica_is_no_error() -> None:
    """Two replicas that start at once publish one row; the slower goes on in its transaction."""
    procedure = store.bundled()["2.000635"]
    with transaction() as session:
        assert store._insert(session, procedure) is False
        assert store.current(session, "2.000635", DAY)[1] == procedure


@pytest.mark.usefixtures("database")
def test_the_version_of_the_day() -> None:
    """A new version counts from its first day on; an old dossier keeps its version."""
    first = date(2030, 1, 1)
    with transaction() as session:
        old_id, old = store.current(session, "2.000635", DAY)
        assert store.publish(session, [("x.yaml", raised(3, valid_from=first, short="Mới"))]) == 1
    with reading() as session:
        assert store.current(session, "2.000635", date(2029, 12, 31))[0] == old_id
        new_id, new = store.current(session, "2.000635", first)
        assert (new.version, new.short, store.version(session, new_id)) == (3, "Mới", new)
        assert store.version(session, old_id) == old == store.bundled()["2.000635"]
        assert [procedure.code for _, procedure in store.all_current(session, DAY)] == sorted(CODES)
        with pytest.raises(NotFound):
            store.current(session, "2.000635", date(2000, 1, 1))
        with pytest.raises(NotFound):
            store.version(session, 999_999)


def test_what_is_kept_says_the_same() -> None:
    """A version read back from JSON is the procedure of the file, to the last field."""
    for procedure in store.bundled().values():
        again = schema.Procedure.model_validate(store.as_data(procedure))
        assert again == procedure
        assert store.digest(again) == store.digest(procedure)
