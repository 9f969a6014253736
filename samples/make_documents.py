"""Draw the sample applications again: `python samples/make_documents.py [FOLDER]`.

Writes the files of `making/cases.yaml` and `truth.jsonl` into FOLDER (by default `samples/documents/`). A second run on
the same machine gives the same bytes. The pictures (scans and the photo) depend on the versions of OpenCV, numpy and
pdfium, and every PDF on that of reportlab and on the installed Liberation and Noto fonts.
The samples demonstrate and test the product; nothing is ever trained on them.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from making import (
    cases,
    checks,
    damage,
    forms_money,
    forms_residents,
    forms_street,
    mails,
    papers,
)

Draw = Callable[[cases.Case, Path], None]
DOCUMENTS = Path(__file__).with_name("documents")


def scanned(draw: Draw, scan: Callable[[Path], None]) -> Draw:
    """A form that was printed, signed and scanned."""

    def both(case: cases.Case, path: Path) -> None:
        draw(case, path)
        scan(path)

    return both


def photographed(case: cases.Case, path: Path) -> None:
    pdf = path.with_suffix(".pdf")
    forms_street.terrace(case, pdf)
    damage.photo(pdf, path)
    pdf.unlink()


def copied(case: cases.Case, path: Path) -> None:
    """The same bytes once more, as when someone presses `send` twice."""
    shutil.copyfile(path.with_name(case.duplicate_of), path)


def hopeless(_case: cases.Case, path: Path) -> None:
    damage.noise_file(path)


FORMS: dict[str, Draw] = {
    "census_registration": forms_residents.census_registration,
    "citizen_proposal": forms_residents.citizen_proposal,
    "copied": copied,
    "digital_course_damaged": scanned(forms_residents.digital_course, damage.break_off),
    "direct_debit": forms_money.direct_debit,
    "general_request": papers.general_request,
    "hopeless": hopeless,
    "market_stall_mail": mails.market_stall_mail,
    "property_tax_bundle": papers.property_tax_bundle,
    "rescanned_proposal": scanned(forms_residents.citizen_proposal, damage.clean_scan),
    "resident_parking": forms_street.resident_parking,
    "sports_facility": forms_residents.sports_facility,
    "telecare": scanned(forms_residents.telecare, damage.clean_scan),
    "terrace": photographed,
    "traffic_fine_mail": mails.traffic_fine_mail,
    "vehicle_tax_exemption": forms_money.vehicle_tax_exemption,
    "water_claim": scanned(forms_street.water_claim, damage.bad_scan),
    "works_declaration": scanned(forms_street.works_declaration, damage.clean_scan),
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    every = cases.load()
    for case in every:
        assert not checks.wrong_numbers(case), (case.file, checks.wrong_numbers(case))
        FORMS[case.form](case, folder / case.file)
        print(f"{case.file:<34}{case.kind:<12}{(folder / case.file).stat().st_size / 1024:7.0f} kB")  # noqa: T201  a command says what it did
    lines = (json.dumps(case.truth(), ensure_ascii=False) for case in every)
    (folder / "truth.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
