"""What is true of one application: who asks, for whom, and the procedure's own values, each in its normal form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from nlp.corpus.office.values import Datum, Inventor, Town, lists

_FIRST, _LAST = date(2025, 1, 10), date(2026, 11, 20)
Facts = dict[str, Datum]


@dataclass
class Case:
    """One application before it is written down.

    `facts` holds the catalogue's fields; `beside` what papers also ask and the catalogue does not (the
    representative's street, a fax, a trade name), so that a reader must tell them apart.
    """

    procedure: str
    language: str
    day: date
    town: Town
    legal_person: bool
    facts: Facts = field(default_factory=dict)
    beside: Facts = field(default_factory=dict)


def case(procedure: str, inventor: Inventor, *, blank: bool = False) -> Case:
    """A whole invented application for a procedure; a blank one states nothing."""
    day = inventor.between(_FIRST, _LAST)
    legal = inventor.maybe(_LEGAL.get(procedure, 0.06))
    made = Case(procedure, inventor.language, day, inventor.town(), legal)
    if blank:
        return made
    _applicant(made, inventor)
    _representative(made, inventor)
    made.facts |= _OWN[procedure](made, inventor)
    made.facts["signature_place"] = Datum(made.town.name, made.town.name)
    made.facts["signature_date"] = inventor.day(day)
    return made


def _applicant(made: Case, inventor: Inventor) -> None:
    who = inventor.person()
    if made.legal_person:
        club = made.procedure in {"P03", "P04", "P08"}
        who = inventor.association() if club else inventor.company()
    number = (
        inventor.company_id("G" if made.procedure in {"P03", "P04", "P08"} else "AB")
        if made.legal_person
        else inventor.tax_id()
    )
    town = made.town
    written_town = inventor.chance.choice([town.name, town.name, town.name.upper()])
    made.facts |= {
        "applicant_name": who,
        "applicant_id": number,
        "applicant_address": inventor.address(),
        "applicant_postal_code": Datum(town.postal_code, town.postal_code),
        "applicant_municipality": Datum(town.name, written_town),
        "applicant_province": Datum(town.province, town.province),
        "applicant_phone": inventor.phone(),
        "applicant_email": inventor.email(who.value),
    }


def _representative(made: Case, inventor: Inventor) -> None:
    if made.legal_person or inventor.maybe(0.18):
        who = inventor.person()
        home = inventor.town()
        made.facts |= {"representative_name": who, "representative_id": inventor.tax_id()}
        made.beside |= {
            "representative_address": inventor.address(),
            "representative_postal_code": Datum(home.postal_code, home.postal_code),
            "representative_municipality": Datum(home.name, home.name),
            "representative_phone": inventor.phone(),
            "representative_email": inventor.email(who.value),
        }


def _chosen(inventor: Inventor, *choices: str) -> Datum:
    value = inventor.chance.choice(choices)
    return Datum(value, value)


def _flag(inventor: Inventor, share: float) -> Datum:
    value = "true" if inventor.maybe(share) else "false"
    return Datum(value, value)


def _plain(text: str) -> Datum:
    return Datum(text, text)


def _period(made: Case, inventor: Inventor, longest: int) -> Facts:
    start = made.day + timedelta(days=inventor.chance.randrange(10, 120))
    end = start + timedelta(days=inventor.chance.randrange(1, longest))
    return {"period_start": inventor.day(start), "period_end": inventor.day(end)}


def _account(inventor: Inventor) -> Facts:
    return {"iban": inventor.iban()}


def _born(inventor: Inventor, first: int, last: int) -> Datum:
    return inventor.day(inventor.between(date(first, 1, 1), date(last, 12, 31)))


def _story(inventor: Inventor, name: str) -> Facts:
    statement, petition = inventor.text(name).value.split("|")
    return {"statement": _plain(statement), "petition": _plain(petition)}


def _general(made: Case, inventor: Inventor) -> Facts:
    del made
    return _story(inventor, "cases")


def _parking(made: Case, inventor: Inventor) -> Facts:
    del made
    sector = f"{inventor.chance.randrange(1, 8)}-{inventor.chance.choice('ABCD')}"
    return {
        "vehicle_plate": inventor.plate(),
        "vehicle_model": _plain(inventor.pick("models")),
        "card_kind": _chosen(inventor, "new", "renewal", "vehicle_change", "address_change", "additional"),
        "vehicle_title": _chosen(inventor, "owned", "owned", "renting", "leasing", "company"),
        "parking_sector": _plain(sector),
    }


def _stall(made: Case, inventor: Inventor) -> Facts:
    epigraph = inventor.chance.choice(["663.1", "663.2", "663.3", "663.4", "663.9", "644.1", "647.1"])
    return {
        "stall_modality": _chosen(inventor, "periodic", "occasional", "isolated", "municipal_market", "transfer"),
        "market_name": _plain(inventor.pick("markets")),
        "stall_number": inventor.code(inventor.chance.choice(["@-##", "###", "@##", "##-@"])),
        "stall_metres": inventor.number(2, 13, half=True),
        "products": inventor.text("products"),
        "activity_code": _plain(epigraph),
        "social_security_number": inventor.social_security(),
        "insurance_policy": inventor.code(
            inventor.chance.choice(["RC########", "##-######", "@@/######", "#########"])
        ),
        **_account(inventor),
        **_period(made, inventor, 360),
    }


def _sports(made: Case, inventor: Inventor) -> Facts:
    year = made.day.year
    season = inventor.chance.choice([f"{year}/{year + 1}", f"{year}-{year + 1}", f"{year}/{(year + 1) % 100:02d}"])
    return {
        "facility_name": _plain(inventor.pick("facilities").replace("%", inventor.pick("surnames"))),
        "sport": inventor.text("sports"),
        "season": _plain(season),
        **_period(made, inventor, 270),
        "users": inventor.number(6, 180),
        "contact_name": inventor.person(),
        "contact_phone": inventor.phone(),
        "lighting": _flag(inventor, 0.5),
        **_account(inventor),
    }


def _venue(made: Case, inventor: Inventor) -> Facts:
    facts = {
        "venue_name": _plain(inventor.pick("venues").replace("%", inventor.pick("surnames"))),
        "activity": inventor.text("activities"),
        **_period(made, inventor, 5),
        "capacity": inventor.number(15, 400),
        "association_number": inventor.code(inventor.chance.choice(["###", "REM-####", "####/##"])),
        "music": _flag(inventor, 0.4),
    }
    if inventor.maybe(0.4):
        facts["admission_fee"] = inventor.amount(1, 15)
    return facts


def _telecare(made: Case, inventor: Inventor) -> Facts:
    del made
    return {
        "birth_date": _born(inventor, 1930, 1956),
        "health_card": inventor.code("########"),
        "social_security_number": inventor.social_security(),
        "lives_alone": _flag(inventor, 0.6),
        "disability_percent": inventor.number(33, 96),
        "contact_name": inventor.person(),
        "contact_phone": inventor.phone(),
        "contact_relationship": inventor.text("relationships"),
        **_account(inventor),
    }


def _water(made: Case, inventor: Inventor) -> Facts:
    leak = made.day - timedelta(days=inventor.chance.randrange(20, 150))
    return {
        "contract_number": inventor.code(inventor.chance.choice(["#######", "03-######-#", "#########"])),
        "meter_number": inventor.code(inventor.chance.choice(["##@@######", "@##########", "########"])),
        "meter_reading": inventor.number(120, 4900),
        "supply_address": inventor.address(),
        "invoice_number": inventor.code(inventor.chance.choice(["2026/######", "F26-#######", "##########"])),
        "consumption_m3": inventor.number(35, 480),
        "amount": inventor.amount(60, 1900),
        "leak_date": inventor.day(leak),
        "repair_date": inventor.day(leak + timedelta(days=inventor.chance.randrange(1, 15))),
        **_account(inventor),
    }


def _fine(made: Case, inventor: Inventor) -> Facts:
    notified = made.day - timedelta(days=inventor.chance.randrange(3, 25))
    facts = {
        "writ_kind": _chosen(inventor, "allegation", "allegation", "appeal", "driver_identification"),
        "case_number": inventor.code(
            inventor.chance.choice(["2026/#####", "SAN/2026/####", "##-###.###/#", "202600####"])
        ),
        "ticket_number": inventor.code(inventor.chance.choice(["#########", "@######", "0##/#####"])),
        "vehicle_plate": inventor.plate(),
        "offence_date": inventor.day(notified - timedelta(days=inventor.chance.randrange(8, 60))),
        "notification_date": inventor.day(notified),
        "amount": inventor.amount(60, 500),
        **_story(inventor, "fines"),
    }
    if facts["writ_kind"].value == "driver_identification":
        del facts["statement"], facts["petition"]
        facts |= {"driver_name": inventor.person(), "driver_id": inventor.tax_id()}
    return facts


def _proposal(made: Case, inventor: Inventor) -> Facts:
    del made
    return {
        "proposal_title": inventor.text("proposals"),
        "proposal_text": inventor.text("proposal_texts"),
        "neighbourhood": _plain(inventor.pick("barrios")),
        "estimated_cost": inventor.amount(900, 90000),
        "publish_consent": _flag(inventor, 0.6),
    }


def _course(made: Case, inventor: Inventor) -> Facts:
    del made
    return {
        "course_name": inventor.text("courses"),
        "course_edition": inventor.code(inventor.chance.choice(["2026-##", "ED##", "T#/2026", "CD##-@"])),
        "birth_date": _born(inventor, 1948, 2007),
        "employment_status": _chosen(inventor, "employed", "unemployed", "student", "retired"),
    }


def _census(made: Case, inventor: Inventor) -> Facts:
    code = f"030{inventor.chance.randrange(1, 17):02d}"
    facts = {
        "registration_reason": _chosen(
            inventor, "birth", "residence_change", "residence_change", "omission", "address_change"
        ),
        "dwelling_address": inventor.address(),
        "dwelling_postal_code": _plain(code),
        "birth_date": _born(inventor, 1950, 2005),
        "birth_place": _plain(inventor.pick("birth_places")),
        "nationality": inventor.text("nationalities"),
        "household_size": inventor.number(1, 7),
    }
    if facts["registration_reason"].value == "residence_change":
        facts["previous_municipality"] = _plain(
            made.town.name if inventor.maybe(0.4) else inventor.pick("birth_places")
        )
    return facts


def _works(made: Case, inventor: Inventor) -> Facts:
    facts = {
        "works_address": inventor.address(),
        "cadastral_reference": inventor.cadastral_reference(),
        "works_description": inventor.text("works"),
        "works_budget": inventor.amount(700, 48000),
        "works_area": inventor.number(4, 160, half=True),
        "duration_months": inventor.number(1, 10),
        "start_date": inventor.day(made.day + timedelta(days=inventor.chance.randrange(7, 70))),
        "scaffolding": _flag(inventor, 0.3),
        "skip": _flag(inventor, 0.4),
        "listed_building": _flag(inventor, 0.12),
    }
    if inventor.maybe(0.75):
        firm = inventor.maybe(0.6)
        facts |= {"builder_name": inventor.company() if firm else inventor.person()}
        facts |= {"builder_id": inventor.company_id() if firm else inventor.tax_id()}
    return facts


def _opening(made: Case, inventor: Inventor) -> Facts:
    made.beside["trade_name"] = _plain(inventor.pick("premises").replace("%", inventor.pick("surnames")))
    return {
        "premises_address": inventor.address(),
        "cadastral_reference": inventor.cadastral_reference(),
        "activity": inventor.text("businesses"),
        "activity_code": inventor.code(inventor.chance.choice(["###.#", "####", "##.##"])),
        "premises_area": inventor.number(22, 420, half=True),
        "capacity": inventor.number(6, 140),
        "start_date": inventor.day(made.day + timedelta(days=inventor.chance.randrange(2, 60))),
        "technician_name": inventor.person(),
    }


def _debit(made: Case, inventor: Inventor) -> Facts:
    facts: Facts = {
        "tax_kind": _chosen(inventor, "ibi", "waste", "ivtm", "iae", "vado", "markets"),
        "tax_reference": inventor.code(inventor.chance.choice(["##########", "03########", "####-####", "@########"])),
        "debtor_name": made.facts["applicant_name"],
        "debtor_id": made.facts["applicant_id"],
        "bic": inventor.bic(),
        "payment_kind": _chosen(inventor, "recurrent", "recurrent", "single"),
        **_account(inventor),
    }
    other = inventor.maybe(0.5)
    facts["account_holder_name"] = inventor.person() if other else made.facts["applicant_name"]
    facts["account_holder_id"] = inventor.tax_id() if other else made.facts["applicant_id"]
    return facts


def _exemption(made: Case, inventor: Inventor) -> Facts:
    return {
        "vehicle_plate": inventor.plate(),
        "vehicle_vin": inventor.vin(),
        "disability_percent": inventor.number(33, 92),
        "resolution_date": inventor.day(made.day - timedelta(days=inventor.chance.randrange(40, 4000))),
        "vehicle_use": _chosen(inventor, "drives", "transport"),
    }


def _relief(made: Case, inventor: Inventor) -> Facts:
    title = inventor.code(
        inventor.chance.choice(["46/#####/2#", "03-#####-20##".replace("20##", "2021"), "FN######", "CV/####/24"])
    )
    expiry = made.day + timedelta(days=inventor.chance.randrange(380, 3000))
    return {
        "cadastral_reference": inventor.cadastral_reference(),
        "large_family_title": title,
        "large_family_category": _chosen(inventor, "general", "general", "special"),
        "title_expiry": inventor.day(expiry),
        "household_size": inventor.number(4, 9),
        "main_residence": _flag(inventor, 0.85),
    }


def _space(made: Case, inventor: Inventor) -> Facts:
    period = _period(made, inventor, 365)
    if inventor.maybe(0.55):
        tables = inventor.chance.randrange(2, 16)
        return {
            "occupation_kind": _plain("terrace"),
            "premises_name": _plain(inventor.pick("premises").replace("%", inventor.pick("surnames"))),
            "premises_address": inventor.address(),
            "licence_number": inventor.code(
                inventor.chance.choice(["AP-####/####".replace("####/####", "2017/0##"), "####/##", "LO######"])
            ),
            "tables": _plain(str(tables)),
            "chairs": _plain(str(tables * inventor.chance.randrange(2, 5))),
            "area": inventor.number(6, 70, half=True),
            **period,
        }
    facts = {
        "occupation_kind": _plain("driveway"),
        "premises_address": inventor.address(),
        "access_width": inventor.number(2, 6, half=True),
    }
    if inventor.maybe(0.5):
        facts["driveway_plate"] = inventor.code(inventor.chance.choice(["####", "V-####", "##.###"]))
    return facts if inventor.maybe(0.6) else {**facts, **period}


def _land(made: Case, inventor: Inventor) -> Facts:
    moved = made.day - timedelta(days=inventor.chance.randrange(5, 170))
    bought = inventor.between(date(1984, 1, 1), date(2019, 12, 31))
    facts = {
        "event_kind": _chosen(inventor, "sale", "sale", "gift", "inheritance", "extension"),
        "cadastral_reference": inventor.cadastral_reference(),
        "transfer_date": inventor.day(moved),
        "transferor_name": inventor.person(),
        "transferor_id": inventor.tax_id(),
    }
    if facts["event_kind"].value == "extension":
        return facts
    return facts | {
        "notary_name": inventor.person(),
        "deed_number": inventor.code(inventor.chance.choice(["###", "####", "####/2026"])),
        "transfer_value": inventor.amount(30000, 410000),
        "acquisition_date": inventor.day(bought),
        "acquisition_value": inventor.amount(9000, 190000),
    }


_LEGAL = {
    "P03": 0.6,
    "P04": 0.7,
    "P08": 0.25,
    "P11": 0.2,
    "P12": 0.35,
    "P16": 0.3,
    "P13": 0.12,
    "P05": 0.0,
    "P10": 0.0,
    "P14": 0.0,
    "P15": 0.0,
    "P09": 0.0,
    "P02": 0.1,
    "P01": 0.03,
}
_OWN: dict[str, Callable[[Case, Inventor], Facts]] = {
    "P00": _general, "P01": _parking, "P02": _stall, "P03": _sports, "P04": _venue, "P05": _telecare, "P06": _water,
    "P07": _fine, "P08": _proposal, "P09": _course, "P10": _census, "P11": _works, "P12": _opening, "P13": _debit,
    "P14": _exemption, "P15": _relief, "P16": _space, "P17": _land,
}  # fmt: skip
PROCEDURES = tuple(_OWN)


def council(inventor: Inventor) -> dict[str, str]:
    """A town hall: its name, NIF and telephone, which are never the applicant's."""
    name, name_ca, number, phone = inventor.chance.choice(lists()["councils"]).split("|")
    return {
        "name": name_ca if inventor.language == "ca" else name,
        "es": name,
        "ca": name_ca,
        "nif": number,
        "phone": phone,
    }
