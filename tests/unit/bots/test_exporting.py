"""Exports: valid against the official schemas, refused by element where a value does not fit, tampering found."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fakes.ports import procedure
from lxml import etree

from bots.exporting.council import Sender
from bots.exporting.description import Described, described, document_identifier, file_identifier
from bots.exporting.eni import broken, documento_eni, expediente_eni
from bots.exporting.people import Name, split_name
from bots.exporting.sicres import asiento_sicres
from casework.application import Application, Channel, Document
from casework.case import Case, Letter
from casework.decision import Decision, Verdict
from casework.errors import Refused
from casework.fields import Classification, FieldReading, Part
from casework.journey import Status

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "data" / "eni"
OFFICIAL = "http://administracionelectronica.gob.es/"
# The schema of XML signatures belongs to the W3C and is in no package of the lock. This stub declares the one element
# that the ENI schemas refer to; our exports are signed by code and hold none, so that nothing is left unchecked.
XMLDSIG_STUB = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"
    targetNamespace="http://www.w3.org/2000/09/xmldsig#"><xsd:element name="Signature"/></xsd:schema>"""

MADRID = ZoneInfo("Europe/Madrid")
AT = datetime(2026, 11, 22, 18, 5, tzinfo=MADRID)
ENTERED = datetime(2026, 11, 23, 0, 0, tzinfo=MADRID)
SENDER = Sender(dir3="L01030149", name="Ayuntamiento de Alicante")
FORM, PHOTO, RECEIPT = b"%PDF-1.7 the form", b"\x89PNG", b"%PDF-1.7 the letter"


class Offline(etree.Resolver):
    """Finds every schema in the folder, by its official address; nothing is looked up on the network."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:
        if system_url.endswith("xmldsig-core-schema.xsd"):
            return self.resolve_string(XMLDSIG_STUB, context)
        return self.resolve_filename(str(SCHEMAS / system_url.removeprefix(OFFICIAL)), context)


def schema(path: str) -> etree.XMLSchema:
    """A compiled schema, or a skip that says what is not there."""
    if not SCHEMAS.is_dir():
        pytest.skip("the official schemas are not on this machine (shared/data/eni)")
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Offline())
    return etree.XMLSchema(etree.parse(SCHEMAS / path, parser))


def errors(path: str, data: bytes) -> list[str]:
    """What the official schema finds wrong."""
    checked = schema(path)
    checked.validate(etree.fromstring(data))
    return [error.message for error in checked.error_log]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sign(content: bytes) -> str:
    """A code that depends on the content alone."""
    return f"DOV{sha(content)[:17].upper()}"


def field(name: str, value: str, *, accepted: bool = True) -> FieldReading:
    return FieldReading(name=name, value=value, raw=value, confidence=0.99, method="form", accepted=accepted)


@pytest.fixture
def case() -> Case:
    documents = (
        Document(sha256=sha(FORM), name="Instancia de María.pdf", media_type="application/pdf", size=17),
        Document(sha256=sha(PHOTO), name="dni.png", media_type="image/png", size=4),
    )
    return Case(
        application=Application(number="DOV-2026-000007", received_at=AT, channel=Channel.COUNTER, documents=documents),
        presented_at=ENTERED,
        status=Status.FILED,
        classification=Classification(
            kind="P08",
            confidence=0.99,
            language="ca",
            parts=(
                Part(document=sha(FORM), pages=(1,), kind="P08"),
                Part(document=sha(PHOTO), pages=(1,), kind="id_document"),
            ),
        ),
        fields=(
            field("applicant_name", "María de los Ángeles López del Río"),
            field("applicant_id", "48576231R"),
            field("applicant_address", "Calle Mayor 12, 3º B"),
            field("applicant_postal_code", "03002"),
            field("applicant_municipality", "Alacant"),
            field("applicant_phone", "+34612345678"),
            field("applicant_email", "maria@example.org", accepted=False),
            field("representative_name", "Gestoría Ágora, S.L."),
            field("representative_id", "B03123452"),
            field("statement", "Que falta sombra."),
            field("petition", "Que se planten árboles & bancos <ya>."),
        ),
        letters=(Letter(kind="L1", language="ca", csv="DOV7Q2M9XKD44TBHA3FF", sha256=sha(RECEIPT), written_at=AT),),
    )


def file_of(case: Case) -> bytes:
    return expediente_eni(case, described(case, SENDER), SENDER, indexed_at=AT, sign=sign)


def exported(case: Case) -> dict[str, bytes]:
    """Every document of the case as it is exported, by its identifier."""
    held = {sha(data): data for data in (FORM, PHOTO, RECEIPT)}
    return {
        document.identifier: documento_eni(held[document.sha256], document, SENDER)
        for document in described(case, SENDER)
    }


def text(data: bytes, name: str) -> list[str]:
    """The texts of all elements of that name."""
    return [node.text for node in etree.fromstring(data).iter(f"{{*}}{name}")]


def asiento(case: Case) -> bytes:
    return asiento_sicres(case, procedure(), SENDER, official_time=MADRID)


# ENI ------------------------------------------------------------------------------------------------------------------


def test_documents_are_valid_against_the_official_schema(case: Case) -> None:
    """Originals and letters alike pass documentoEni.xsd."""
    found = {name: errors("ENI/XSD/v1.0/documento-e/documentoEni.xsd", data) for name, data in exported(case).items()}
    assert list(found.values()) == [[], [], []]


@pytest.mark.parametrize("status", list(Status))
def test_the_file_is_valid_against_the_official_schema(case: Case, status: Status) -> None:
    """However the case stands, its file passes expedienteEni.xsd."""
    file = file_of(replace(case, status=status))
    assert errors("ENI/XSD/v1.0/expediente-e/expedienteEni.xsd", file) == []


def test_the_schema_would_find_a_mistake(case: Case) -> None:
    """The check can fail: a type that the norm does not know is refused."""
    document = replace(described(case, SENDER)[0], type="TD21")
    found = errors("ENI/XSD/v1.0/documento-e/documentoEni.xsd", documento_eni(FORM, document, SENDER))
    assert any("TD21" in message for message in found)


def test_identifiers_have_the_form_of_the_norm_and_stay(case: Case) -> None:
    """ES_<DIR3>_<year>_<30 characters>, the same each time, another for each document."""
    identifiers = [document.identifier for document in described(case, SENDER)]
    assert identifiers == [document.identifier for document in described(case, SENDER)]
    assert len(set(identifiers)) == 3
    assert document_identifier(SENDER, 2026, "seed") == "ES_L01030149_2026_19B25856E1C150CA834CFFC8B59B23"
    assert [len(name) for name in (*identifiers, file_identifier(SENDER, case))] == [48, 48, 48, 52]
    assert file_identifier(SENDER, case).startswith("ES_L01030149_2026_EXP_")


def test_the_same_bytes_sent_twice_are_two_documents(case: Case) -> None:
    """A copy in the same case, or in another, has its own identifier."""
    twice = replace(case.application, documents=(case.application.documents[0],) * 2)
    other = replace(case.application, number="DOV-2026-000008")
    both = (*described(replace(case, application=twice), SENDER), *described(replace(case, application=other), SENDER))
    originals = [document.identifier for document in both if document.sha256 == sha(FORM)]
    assert len(set(originals)) == len(originals) == 3


def mapped(document: Described) -> tuple[bool, str, str, str]:
    return document.administration, document.state, document.type, document.format


def test_paper_is_a_copy_and_a_letter_an_original(case: Case) -> None:
    """The form is EE03/TD14 of the citizen's, its attachment TD99, the receipt EE01/TD09 of the administration's."""
    assert [mapped(document) for document in described(case, SENDER)] == [
        (False, "EE03", "TD14", "PDF"),
        (False, "EE03", "TD99", "PNG"),
        (True, "EE01", "TD09", "PDF"),
    ]


@pytest.mark.parametrize(
    ("data", "state"), [(FORM, "EE99"), (b"%PDF-1.7 /ByteRange [0 1]", "EE01"), (b"PNG /ByteRange", "EE99")]
)
def test_what_was_born_digital_is_an_original_where_it_is_signed(case: Case, data: bytes, state: str) -> None:
    """A PDF by e-mail is EE01 with a signature inside, else EE99."""
    documents = (replace(case.application.documents[0], sha256=sha(data)),)
    sent = replace(case, application=replace(case.application, channel=Channel.EMAIL, documents=documents))
    assert text(documento_eni(data, described(sent, SENDER)[0], SENDER), "ValorEstadoElaboracion") == [state]


@pytest.mark.parametrize(("writ", "type_"), [("allegation", "TD16"), ("appeal", "TD17"), ("", "TD14")])
def test_an_allegation_and_an_appeal_have_types_of_their_own(case: Case, writ: str, type_: str) -> None:
    """The kind of writ that a traffic-fine form states decides."""
    fields = (field("writ_kind", writ),) if writ else ()
    assert described(replace(case, fields=fields), SENDER)[0].type == type_


@pytest.mark.parametrize(("kind", "type_"), [("L3", "TD07"), ("L5", "TD01"), ("L1_no_entry", "TD09"), ("L7", "TD06")])
def test_each_letter_has_its_type(case: Case, kind: str, type_: str) -> None:
    """Requirements are notified, resolutions decide, the rest communicates."""
    letters = (replace(case.letters[0], kind=kind),)
    assert described(replace(case, letters=letters), SENDER)[-1].type == type_


def test_a_letter_is_signed_by_its_code_and_a_citizens_paper_is_not(case: Case) -> None:
    """TF01 with the letter's CSV and the norm behind it; no signature is made up for an original."""
    form, _, letter = exported(case).values()
    assert (text(letter, "TipoFirma"), text(letter, "ValorCSV")) == (["TF01"], ["DOV7Q2M9XKD44TBHA3FF"])
    assert text(letter, "RegulacionGeneracionCSV") == [SENDER.csv_norm]
    assert text(form, "TipoFirma") == []


def test_the_content_is_the_original_byte_for_byte(case: Case) -> None:
    """What is exported decodes to what came."""
    assert [base64.b64decode(text(data, "ValorBinario")[0]) for data in exported(case).values()] == [
        FORM,
        PHOTO,
        RECEIPT,
    ]


def test_other_bytes_than_described_are_refused(case: Case) -> None:
    """A document is never exported under another's description."""
    with pytest.raises(Refused, match="not those of the document"):
        documento_eni(PHOTO, described(case, SENDER)[0], SENDER)


def test_the_index_lists_hash_and_order(case: Case) -> None:
    """SHA-256 of each content in the order originals, letters."""
    file = file_of(case)
    assert text(file, "ValorHuella") == [sha(FORM), sha(PHOTO), sha(RECEIPT)]
    assert text(file, "OrdenDocumentoExpediente") == ["1", "2", "3"]
    assert set(text(file, "FuncionResumen")) == {"SHA-256"}
    assert text(file, "IdentificadorDocumento") == list(exported(case))


@pytest.mark.parametrize(("status", "state"), [(Status.WAITING, "E01"), (Status.FILED, "E03")])
def test_an_ended_case_is_closed_for_sending(case: Case, status: Status, state: str) -> None:
    """E01 while it runs, E03 once it has ended; E02 needs a person's resolution."""
    file = file_of(replace(case, status=status))
    assert text(file, "Estado") == [state]
    assert text(file, "Interesado") == ["48576231R"]
    assert text(file, "Clasificacion") == ["L01030149_PRO_000000000000000000000000000P08"]


def test_a_number_nobody_vouches_for_is_not_exported(case: Case) -> None:
    """A doubtful NIF makes nobody a party."""
    doubtful = tuple(replace(known, accepted=False) for known in case.fields)
    assert text(file_of(replace(case, fields=doubtful)), "Interesado") == []


def test_a_file_without_documents_is_refused(case: Case) -> None:
    """An index needs at least one document."""
    with pytest.raises(Refused, match="without documents"):
        expediente_eni(case, (), SENDER, indexed_at=AT, sign=sign)


def test_an_untouched_export_holds(case: Case) -> None:
    """Index, signature and every document agree, and the same case gives the same bytes."""
    assert broken(file_of(case), exported(case), sign) == []
    assert file_of(case) == file_of(case)


def test_one_changed_byte_of_a_document_is_found(case: Case) -> None:
    """The hash of a document with one other byte is another, and checking the file names the document."""
    documents = exported(case)
    first = next(iter(documents))
    changed = base64.b64encode(b"%PDF-1.7 thE form")
    documents[first] = documents[first].replace(base64.b64encode(FORM), changed)
    assert broken(file_of(case), documents, sign) == [f"{first} has changed"]
    other = (replace(case.application.documents[0], sha256=sha(b"%PDF-1.7 thE form")),)
    altered = replace(case, application=replace(case.application, documents=other))
    assert text(file_of(altered), "ValorHuella")[0] != text(file_of(case), "ValorHuella")[0]


def test_a_changed_index_is_found(case: Case) -> None:
    """Whoever mends the hash in the index breaks the code that signs it."""
    file = file_of(case).replace(sha(PHOTO).encode(), sha(b"another").encode())
    second = list(exported(case))[1]
    assert broken(file, exported(case), sign) == [
        "the index has changed since it was signed",
        f"{second} has changed",
    ]


def test_missing_and_added_documents_are_found(case: Case) -> None:
    """The index says which documents there must be, no fewer and no more."""
    documents = exported(case)
    first, second, _ = documents
    documents["ES_L01030149_2026_X"] = documents.pop(first)
    documents[second] = documents[second].replace(base64.b64encode(PHOTO), b"*no base64*")
    assert broken(file_of(case), documents, sign) == [
        f"{first} is missing",
        "ES_L01030149_2026_X is not in the index",
        f"{second} has changed",
    ]


def test_what_is_no_xml_is_refused(case: Case) -> None:
    """A truncated file is said, not guessed at."""
    with pytest.raises(Refused, match="no XML any more"):
        broken(file_of(case)[:-9], {}, sign)


def test_large_documents_can_be_checked(case: Case) -> None:
    """Twelve megabytes in one text node are read back: the parser's usual limit is ten."""
    data = bytes(9_000_000)
    document = Described(
        identifier="ES_L01030149_2026_X",
        sha256=sha(data),
        captured_at=AT,
        administration=False,
        state="EE03",
        type="TD14",
        format="TIFF",
    )
    file = expediente_eni(case, (document,), SENDER, indexed_at=AT, sign=sign)
    assert broken(file, {document.identifier: documento_eni(data, document, SENDER)}, sign) == []


# SICRES ---------------------------------------------------------------------------------------------------------------

INTERCHANGE = "SICRES4/2021-SICRES4_INTERCAMBIO_APL.xsd"


def test_the_entry_is_valid_against_the_official_schema(case: Case) -> None:
    """With everything, and with nothing but a number and a moment."""
    assert errors(INTERCHANGE, asiento(case)) == []
    bare = replace(case, fields=(), classification=Classification(kind="unknown", confidence=0, language="es"))
    assert errors(INTERCHANGE, asiento_sicres(bare, None, SENDER, official_time=MADRID)) == []


def test_the_entry_says_who_what_and_when(case: Case) -> None:
    """Names in their boxes, the effective entry beside the real moment, and only values that are vouched for."""
    entry = asiento(case)
    values = {node.tag: node.text for node in etree.fromstring(entry).find("De_Interesado/Datos_Interesado").iter()}
    assert (values["Nombre"], values["Primer_Apellido"], values["Segundo_Apellido"]) == (
        "María de los Ángeles",
        "López",
        "del Río",
    )
    assert (values["Provincia"], values["Municipio"], values["Telefono_Movil"]) == ("03", "03014", "+34612345678")
    assert "Correo_Electronico" not in values
    assert text(entry, "Razon_Social") == ["Gestoría Ágora, S.L."]
    assert text(entry, "Tipo_Documento_Identificacion") == ["N", "C"]
    assert text(entry, "Fecha_Hora_Registro") == ["20261123000000+0100"]
    assert text(entry, "Fecha_Hora_Presentacion") == ["20261122180500+0100"]
    assert text(entry, "Solicita") == ["Que se planten árboles & bancos <ya>."]
    assert text(entry, "Identificador_Intercambio") == ["L01030149_26_00000007"]


def test_files_are_listed_under_names_that_tell_nothing(case: Case) -> None:
    """What the citizen called a file stays out: it is personal and of any length."""
    entry = asiento(case)
    assert text(entry, "Nombre_Fichero_Anexado") == [f"01-{sha(FORM)[:16]}.pdf", f"02-{sha(PHOTO)[:16]}.png"]
    assert text(entry, "Identificador_Fichero") == [
        "L01030149_26_00000007_01_0001.pdf",
        "L01030149_26_00000007_01_0002.png",
    ]
    assert text(entry, "Tipo_Anexo") == ["01", "02"]


def with_value(case: Case, name: str, value: str) -> Case:
    return replace(case, fields=(*(known for known in case.fields if known.name != name), field(name, value)))


@pytest.mark.parametrize(
    ("name", "shape", "element", "longest"),
    [
        ("applicant_name", "{} López Sánchez", "Nombre", 30),
        ("applicant_name", "María {} Sánchez", "Primer_Apellido", 30),
        ("applicant_name", "María López {}", "Segundo_Apellido", 30),
        ("representative_name", "{}", "Razon_Social", 80),
        ("applicant_address", "{}", "Direccion", 160),
        ("statement", "{}", "Expone", 4000),
        ("petition", "{}", "Solicita", 4000),
    ],
)
def test_a_value_that_fits_to_the_last_character_is_whole_and_one_more_is_refused(
    case: Case, name: str, shape: str, element: str, longest: int
) -> None:
    """Nothing is cut: the element is named, the value is not."""
    fits = asiento(with_value(case, name, shape.format("Ñ" * longest)))
    assert "Ñ" * longest in text(fits, element)
    with pytest.raises(Refused, match=f"the value for {element} has {longest + 1} characters") as caught:
        asiento(with_value(case, name, shape.format("Ñ" * (longest + 1))))
    assert "Ñ" not in str(caught.value)


def test_a_summary_that_is_too_long_is_refused(case: Case) -> None:
    """A procedure's title of 241 characters does not become one of 240."""
    long = procedure(title={"es": "x" * 241, "ca": "x"})
    with pytest.raises(Refused, match="Resumen has 241 characters, at most 240"):
        asiento_sicres(case, long, SENDER, official_time=MADRID)


def test_characters_that_xml_cannot_hold_are_refused(case: Case) -> None:
    """A control character from a damaged file is named by its element."""
    with pytest.raises(Refused, match="Expone holds characters that XML cannot"):
        asiento(with_value(case, "statement", "a\x0bb"))


def test_what_came_to_a_general_mailbox_is_no_entry(case: Case) -> None:
    """E-mail gives no entry date (art. 16.4), except from a mailbox given out for it to a procedure that says so."""
    sent = replace(case, application=replace(case.application, channel=Channel.EMAIL))
    with pytest.raises(Refused, match="no entry in the register"):
        asiento(sent)
    with pytest.raises(Refused, match="no entry in the register"):
        asiento_sicres(sent, procedure(mailbox_entry=True), SENDER, official_time=MADRID)
    sent = replace(sent, application=replace(sent.application, mailbox_entry=True))
    entry = asiento_sicres(sent, procedure(mailbox_entry=True), SENDER, official_time=MADRID)
    assert text(entry, "Modo_Registro") == ["02"]


def test_moments_are_told_in_the_official_time(case: Case) -> None:
    """UTC in, the council's hour out, nineteen characters."""
    utc = replace(case, presented_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert text(asiento(utc), "Fecha_Hora_Registro") == ["20260702003000+0200"]


def test_the_units_code_is_given_where_the_council_has_one(case: Case) -> None:
    """The destination unit has its name always, its code where it is known."""
    sender = replace(SENDER, office="O00012345", units={"participation": "LA0001234"})
    entry = asiento_sicres(case, procedure(), sender, official_time=MADRID)
    assert text(entry, "Codigo_Unidad_Tramitacion_Destino") == ["LA0001234"]
    assert text(entry, "Decodificacion_Unidad_Tramitacion_Destino") == ["Participación"]
    assert text(entry, "Codigo_Entidad_Registral_Destino") == ["O00012345"]


def test_a_forwarded_entry_is_for_the_other_administration(case: Case) -> None:
    """By its name, and by its code where the clerk gave it; the council's own unit is not named."""
    word = Decision(by="ana", at=case.presented_at, verdict=Verdict.FORWARD, revision=0, destination="Otra")
    for code, told in (("", []), ("A10002983", ["A10002983"])):
        entry = asiento(replace(case, decisions=(replace(word, destination_code=code),)))
        assert text(entry, "Codigo_Unidad_Tramitacion_Destino") == told
        assert text(entry, "Decodificacion_Unidad_Tramitacion_Destino") == ["Otra"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("María López Sánchez", Name("María", "López", "Sánchez")),
        ("María Dolores López Sánchez", Name("María Dolores", "López", "Sánchez")),
        ("Juan de la Torre y del Río", Name("Juan", "de la Torre", "y del Río")),
        ("Joan Fuster i Ortells", Name("Joan", "Fuster", "i Ortells")),
        ("José DE LA Cruz Pérez", Name("José", "DE LA Cruz", "Pérez")),
        ("John Smith", Name("John", "Smith")),
        ("Cher", Name("Cher")),
        ("López Sánchez, María  José", Name("María José", "López", "Sánchez")),
        ("", Name("")),
    ],
)
def test_names_are_split_without_losing_a_word(name: str, parts: Name) -> None:
    """Particles stay with their surname; what a comma says is taken."""
    assert split_name(name) == parts
