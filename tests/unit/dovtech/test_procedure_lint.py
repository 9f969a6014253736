"""The linter of the procedures: each mistake is named with its file, its line and the mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dovtech.procedures import Problem, lint

SHIPPED = Path(__file__).parents[3] / "procedures"
SHARED = ("common.yaml", "units.yaml", "calendar.yaml", "kinds.yaml")

# The line numbers of the tests below count in this text.
SHEET = """\
id: P13
slug: bikes
title: {es: Bicicletas, ca: Bicicletes}
titles_on_paper: {es: [Bicicletas], ca: [Bicicletes]}
unit: treasury
term: {amount: 3, unit: months, silence: none, law: art. 21.3}
retention: {years: 6, series: Bicicletas}
also_required: [applicant_phone]
fields:
  wheels:
    type: number
    minimum: 1
    maximum: 4
    labels: {es: [Ruedas], ca: [Rodes]}
  colour:
    type: choice
    labels: {es: [Color], ca: [Color]}
    choices:
      red: {es: [Rojo], ca: [Roig]}
      blue: {es: [Azul], ca: [Blau]}
  bought:
    type: date
    minimum: 2000-01-01
    maximum: today
    labels: {es: [Comprada], ca: [Comprada]}
  bell:
    type: checkbox
    labels: {es: [Timbre], ca: [Timbre]}
rules:
  - {code: FEW_WHEELS, kind: at_least, fields: [wheels], value: 2, severity: doubt, es: Pocas., ca: Poques.}
  - {code: RED, kind: notice, when: {colour: [red]}, severity: note, es: Roja., ca: Roja.}
papers:
  - {kinds: [invoice], es: factura, ca: factura, when: {bell: ["true"]}}
letters: [L1]
back_offices:
  - {system: municipal_rest, entry: case_file}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the shared files and one good procedure."""
    for name in SHARED:
        shutil.copy(SHIPPED / name, tmp_path)
    (tmp_path / "P13_bikes.yaml").write_text(SHEET, encoding="utf-8")
    return tmp_path


def said(folder: Path, *, entries: Path | None = None) -> list[str]:
    """The problems, without the path of the folder."""
    return [str(problem).removeprefix(f"{folder}/") for problem in lint(folder, entries)]


def test_the_good_sheet_is_good(folder: Path) -> None:
    """What the other tests spoil has no problem of its own."""
    assert said(folder) == []


def test_a_problem_reads_as_one_line() -> None:
    """File, line, what is wrong, what to do: in the order that editors can jump to."""
    problem = Problem(
        Path("procedures/P13_direct_debit.yaml"), 42, "unknown field type 'ibann'", "use one of iban, text"
    )
    assert str(problem) == "procedures/P13_direct_debit.yaml:42: unknown field type 'ibann' — use one of iban, text"


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ("type: number", "type: numbr", "11: unknown field type 'numbr' — use one of address, amount, cadastral_refer"),
        ("kind: at_least", "kind: least", "30: unknown rule kind 'least' — use one of any_of, at_least, at_most, diff"),
        ("unit: months", "unit: weeks", "6: unknown term unit 'weeks' — use one of months, natural_days, working_days"),
        ("silence: none", "silence: x", "6: unknown sense of silence 'x' — use one of negative, none, positive"),
        ("severity: note", "severity: bad", "31: unknown severity 'bad' — use one of defect, doubt, note"),
        (
            "slug: bikes\n",
            "slug: bikes\nunits: x\n",
            "3: unknown key 'units' — use one of also_required, back_offices,",
        ),
        ("minimum: 1\n", "minimun: 1\n", "12: unknown key 'minimun' — use one of choices, labels, maximum, minimum, p"),
        (", ca: [Rodes]", "", "14: 'ca' is missing — add the Valencian text under 'ca:'"),
        ("red: {es: [Rojo], ca: [Roig]}", "red: {es: [Rojo]}", "19: 'ca' is missing — add the Valencian text under 'c"),
        ("blue: {es: [Azul], ca: [Blau]}", "blue: {es: [], ca: [Blau]}", "20: 'es' is wrong: list should have at leas"),
        ("unit: treasury\n", "", "1: 'unit' is missing — add 'unit:'"),
        ("unit: treasury", "unit: tresury", "5: unknown unit 'tresury' — use one of activities, census, citizen_serv"),
        ("amount: 3", "amount: three", "6: 'amount' is wrong: input should be a valid integer"),
        (
            "term: {amount: 3, unit: months, silence: none, law: art. 21.3}",
            "term: 3",
            "6: 'term' holds no keys of its ",
        ),
        ("es: [Bicicletas]", "es: Bicicletas", "4: 'es' is wrong: input should be a valid list — correct the value"),
        ("[applicant_phone]", "[aplicant_phone]", "8: unknown common field 'aplicant_phone' — use one of applicant_ad"),
        ("  bought:\n", "  Bought:\n", "21: 'Bought' is no field name — use lower-case letters, digits and _"),
        ("  bought:\n", "  signed:\n", "21: 'signed' is a common field already — remove it, or list it in also_requ"),
        (
            "    choices:\n      red: {es: [Rojo], ca: [Roig]}\n      blue: {es: [Azul], ca: [Blau]}\n",
            "",
            "15: a choice w",
        ),
        ("type: choice", "type: text", "18: a field of type 'text' has no choices — use type 'choice'"),
        ("ca: [Blau]", "ca: [Blau, roig]", "20: 'roig' names both red and blue — keep it with one of the two"),
        ("minimum: 1\n", "minimum: one\n", "12: minimum 'one' is no bound for type 'number' — write a number with a d"),
        ("maximum: 4\n", "maximum: today\n", "13: maximum 'today' is no bound for type 'number' — write a number"),
        ("minimum: 1\n", "minimum: 5\n", "12: minimum is above maximum — exchange the two"),
        ("minimum: 2000-01-01", "minimum: 2000-02-30", "23: minimum '2000-02-30' is no bound for type 'date' — write "),
        ("maximum: today", "maximum: 1999-12-31", "23: minimum is above maximum — exchange the two"),
        ("type: checkbox\n", "type: checkbox\n    maximum: 3\n", "28: a field of type 'checkbox' has no maximum — re"),
        ("type: checkbox\n", "type: text\n    pattern: '['\n", "28: the pattern is no regular expression: untermin"),
        ("fields: [wheels]", "fields: [weels]", "30: unknown field 'weels' — use one of applicant_address, applicant"),
        ("fields: [wheels]", "fields: []", "30: a rule of kind 'at_least' has 0 fields — name 1"),
        (
            "kind: at_least, fields: [wheels], value: 2",
            "kind: order, fields: [wheels]",
            "30: a rule of kind 'order' has 1",
        ),
        ("fields: [wheels]", "fields: [colour]", "30: 'colour' is a choice: a rule of kind 'at_least' cannot measure"),
        (
            "fields: [wheels], value: 2",
            "fields: [wheels], value: two",
            "30: value 'two' cannot be compared — write a n",
        ),
        ("fields: [wheels], value: 2", "fields: [wheels]", "30: value '' cannot be compared — write a number"),
        ("fields: [wheels], value: 2", "fields: [bought], value: 2", "30: value '2' cannot be compared — write a date"),
        ("kind: notice", "kind: notice, value: 2", "31: a rule of kind 'notice' has no value — remove 'value:'"),
        ("code: RED", "code: FEW_WHEELS", "31: rule code 'FEW_WHEELS' stands twice — give each rule its own code"),
        ("code: RED", "code: REPRESENTS_ONESELF", "31: rule code 'REPRESENTS_ONESELF' stands twice — give each rule"),
        (
            "code: RED",
            "code: red",
            "31: 'code' is wrong: string should match pattern '^[A-Z][A-Z0-9_]+$' — correct the",
        ),
        ("{colour: [red]}", "{color: [red]}", "31: unknown field 'color' — use one of applicant_address, applicant_em"),
        (
            "{colour: [red]}",
            "{colour: [rd]}",
            "31: 'colour' is never 'rd' — use one of '*', blue, red (did you mean 'r",
        ),
        ('{bell: ["true"]}', '{bell: ["yes"]}', "33: 'bell' is never 'yes' — use one of '*', false, true"),
        (
            "kinds: [invoice]",
            "kinds: [bill]",
            "33: unknown attachment kind 'bill' — use one of bank_certificate, disab",
        ),
        ("letters: [L1]", "letters: [L1, L99]", "34: unknown letter 'L99' — use one of L1"),
        (
            "entry: case_file}\n",
            "entry: case_file}\n  - {system: municipal_rest, entry: case_file}\n",
            "37: municipal_rest/case_file stands here twice — keep one of the two",
        ),
        (
            "slug: bikes",
            "slug: cycles",
            "1: id and slug do not match the file's name P13_bikes.yaml — name the file P13_",
        ),
        ("slug: bikes\n", "slug: bikes\nslug: bikes\n", "3: 'slug' stands here twice — keep one of the two"),
        (
            "slug: bikes",
            "slug: [bikes",
            "3: no YAML: did not find expected ',' or ']' — look for a missing quote or ind",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(good: str, bad: str, sentence: str, folder: Path) -> None:
    """Each mistake gives one problem, on its own line."""
    assert good in SHEET
    (folder / "P13_bikes.yaml").write_text(SHEET.replace(good, bad, 1), encoding="utf-8")
    problems = said(folder)
    assert [problem[: len(f"P13_bikes.yaml:{sentence}")] for problem in problems] == [f"P13_bikes.yaml:{sentence}"]


def test_dates_and_numbers_are_not_compared(folder: Path) -> None:
    """An order between a date and a number is a mistake of the rule."""
    good = "kind: at_least, fields: [wheels], value: 2"
    bad = SHEET.replace(good, "kind: order, fields: [wheels, bought]")
    (folder / "P13_bikes.yaml").write_text(bad, encoding="utf-8")
    assert said(folder) == [
        "P13_bikes.yaml:30: dates and numbers cannot be compared — name fields of one sort",
    ]


def test_the_probable_meaning_is_told(folder: Path) -> None:
    """A slip of the finger is answered with the name that was meant."""
    (folder / "P13_bikes.yaml").write_text(SHEET.replace("[applicant_phone]", "[aplicant_phone]"), encoding="utf-8")
    assert said(folder)[0].endswith("(did you mean 'applicant_phone'?)")


def test_ids_and_slugs_stand_once(folder: Path) -> None:
    """A copied file that kept its id and slug is found, and told whose they are."""
    (folder / "P14_bikes.yaml").write_text(SHEET, encoding="utf-8")
    assert said(folder) == [
        "P14_bikes.yaml:1: id and slug do not match the file's name P14_bikes.yaml — name the file P13_bikes.yaml",
        "P14_bikes.yaml:1: id 'P13' is already that of P13_bikes.yaml — give this procedure its own id",
        "P14_bikes.yaml:2: slug 'bikes' is already that of P13_bikes.yaml — give this procedure its own slug",
    ]


def test_entries_need_a_template(folder: Path, tmp_path: Path) -> None:
    """With the folder of templates at hand, a back-office entry that has none is found."""
    entries = tmp_path / "entries"
    missing = (
        f"P13_bikes.yaml:36: municipal_rest/case_file has no template — write {entries}/municipal_rest/case_file.yaml"
    )
    assert said(folder, entries=entries) == [missing]
    (entries / "municipal_rest").mkdir(parents=True)
    (entries / "municipal_rest" / "case_file.yaml").touch()
    assert said(folder, entries=entries) == []


@pytest.mark.parametrize(
    ("name", "good", "bad", "at", "sentence"),
    [
        (
            "common.yaml",
            "type: tax_id",
            "type: taxid",
            "type: taxid",
            "unknown field type 'taxid' — use one of address",
        ),
        ("common.yaml", "[id_document]", "[id]", "kinds: [id]", "unknown attachment kind 'id' — use one of bank_"),
        (
            "common.yaml",
            "fields: [representative_name]",
            "fields: [no]",
            "fields: [no]",
            "unknown field 'no' — use one",
        ),
        ("units.yaml", ", ca: Servei d'Esports", "", "sports:", "'ca' is missing — add the Valencian text under 'ca:'"),
        (
            "kinds.yaml",
            "    ca: Queixa o suggeriment\n",
            "",
            "  complaint:",
            "'ca' is missing — add the Valencian text",
        ),
        ("calendar.yaml", "2026-03-19", "2026-02-30", "2026-02-30", "'date' is wrong: input should be a valid date"),
        ("calendar.yaml", "2026-03-19", "2027-01-01", "2027-01-01, es", "2027-01-01 stands here twice — keep one"),
        (
            "calendar.yaml",
            "scope: local",
            "scope: town",
            "scope: town",
            "unknown scope 'town' — use one of local, nation",
        ),
    ],
)
def test_shared_files_are_linted_too(name: str, good: str, bad: str, at: str, sentence: str, folder: Path) -> None:
    """A mistake in a file that all procedures share is named on its own line: the last one that holds `at`."""
    text = (folder / name).read_text(encoding="utf-8")
    assert good in text
    spoiled = text.replace(good, bad, 1)
    (folder / name).write_text(spoiled, encoding="utf-8")
    line = spoiled[: spoiled.rindex(at)].count("\n") + 1
    [problem] = said(folder)
    assert problem.startswith(f"{name}:{line}: {sentence}")


def test_a_missing_file_is_one_problem(folder: Path) -> None:
    """Without a shared file nothing else can be judged, and only that is said."""
    (folder / "units.yaml").unlink()
    assert said(folder) == ["units.yaml:1: the file is missing — restore it"]


def test_an_empty_file_and_a_foreign_encoding(folder: Path) -> None:
    """Files that hold nothing, or no UTF-8, are named as such."""
    (folder / "P14_empty.yaml").write_text("# nothing yet\n", encoding="utf-8")
    (folder / "P15_latin.yaml").write_bytes("id: P15  # título\n".encode("latin-1"))
    assert said(folder) == [
        "P14_empty.yaml:1: the file is empty — fill it or remove it",
        "P15_latin.yaml:1: the file is not UTF-8 — save it as UTF-8",
    ]


def test_a_list_where_a_mapping_belongs(folder: Path) -> None:
    """A file that is no mapping at all is told which keys it should have."""
    (folder / "P14_list.yaml").write_text("- id: P14\n", encoding="utf-8")
    assert said(folder)[0].startswith("P14_list.yaml:1: the file holds no keys of its own — use one of also_required, ")
