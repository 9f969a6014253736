"""Documents and files as the National Interoperability Framework (ENI, RD 4/2010) exchanges them, NTI v1.0.

Letters are signed by their verification code (TF01). The citizen's documents carry what signature they came with inside
themselves; none is claimed for them here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from lxml import etree

from bots.exporting.council import Sender
from bots.exporting.description import Described, as_born, file_identifier
from bots.exporting.nodes import canonical, parsed, put, to_bytes
from casework.case import Case
from casework.errors import Refused

_BASE = "http://administracionelectronica.gob.es/ENI/XSD/v1.0"
_DOC = f"{_BASE}/documento-e"
_DOC_CONTENT, _DOC_META = f"{_DOC}/contenido", f"{_DOC}/metadatos"
_EXP = f"{_BASE}/expediente-e"
_INDEX, _EXP_META = f"{_EXP}/indice-e", f"{_EXP}/metadatos"
_INDEX_CONTENT = f"{_INDEX}/contenido"
_SIGNATURES = f"{_BASE}/firma"
_PREFIXES = {
    "enidoc": _DOC,
    "enifile": _DOC_CONTENT,
    "enidocmeta": _DOC_META,
    "eniexp": _EXP,
    "eniexpind": _INDEX,
    "eniconexpind": _INDEX_CONTENT,
    "eniexpmeta": _EXP_META,
    "enids": _SIGNATURES,
}
_DOC_PREFIXES = {name: _PREFIXES[name] for name in ("enidoc", "enifile", "enidocmeta", "enids")}
_EXP_PREFIXES = {name: _PREFIXES[name] for name in ("eniexp", "eniexpind", "eniconexpind", "eniexpmeta", "enids")}
_CSV = "TF01"
_HASH = "SHA-256"
_CONTENT_ID = "CONTENIDO_INDICE"
_OPEN, _SENT = "E01", "E03"
_PROCEDURE_ID = 30

Sign = Callable[[bytes], str]
"""The verification code (CSV) for content in canonical XML: other content gives another code."""


def documento_eni(data: bytes, document: Described, sender: Sender) -> bytes:
    """The document with its metadata and signature, valid against documentoEni.xsd.

    Raises Refused where the bytes are not those that were described.
    """
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise Refused("the bytes are not those of the document to export", remedy="restore the store from its backup")
    born = as_born(document, data)
    root = etree.Element(f"{{{_DOC}}}documento", nsmap=_DOC_PREFIXES)
    content = put(root, f"{{{_DOC_CONTENT}}}contenido")
    put(content, f"{{{_DOC_CONTENT}}}ValorBinario", base64.b64encode(data).decode("ascii"))
    put(content, f"{{{_DOC_CONTENT}}}NombreFormato", born.format)
    _document_metadata(root, born, sender)
    if born.csv:
        _signed_by_code(root, born.csv, sender)
    return to_bytes(root)


def _document_metadata(root: etree._Element, document: Described, sender: Sender) -> None:
    metadata = put(root, f"{{{_DOC_META}}}metadatos")
    put(metadata, f"{{{_DOC_META}}}VersionNTI", _DOC)
    put(metadata, f"{{{_DOC_META}}}Identificador", document.identifier)
    put(metadata, f"{{{_DOC_META}}}Organo", sender.dir3)
    put(metadata, f"{{{_DOC_META}}}FechaCaptura", _moment(document.captured_at))
    put(metadata, f"{{{_DOC_META}}}OrigenCiudadanoAdministracion", "true" if document.administration else "false")
    state = put(metadata, f"{{{_DOC_META}}}EstadoElaboracion")
    put(state, f"{{{_DOC_META}}}ValorEstadoElaboracion", document.state)
    put(metadata, f"{{{_DOC_META}}}TipoDocumental", document.type)


def expediente_eni(
    case: Case, documents: Sequence[Described], sender: Sender, *, indexed_at: datetime, sign: Sign
) -> bytes:
    """The case's file, valid against expedienteEni.xsd: its index in order, signed by code, and its metadata.

    Each document stands with the SHA-256 of its content in hexadecimal. A case that has ended is closed for sending
    (E03): only a person closes the file itself. Raises Refused where there is no document.
    """
    if not documents:
        raise Refused("a file without documents cannot be exported", remedy="see `dovtech status`")
    root = etree.Element(f"{{{_EXP}}}expediente", nsmap=_EXP_PREFIXES)
    index = put(root, f"{{{_INDEX}}}indice")
    content = put(index, f"{{{_INDEX}}}IndiceContenido")
    content.set("Id", _CONTENT_ID)
    put(content, f"{{{_INDEX_CONTENT}}}FechaIndiceElectronico", _moment(indexed_at))
    for order, document in enumerate(documents, start=1):
        _indexed(content, document, order)
    _signed_by_code(index, sign(canonical(content)), sender, of=_CONTENT_ID)
    _file_metadata(root, case, sender)
    return to_bytes(root)


def _indexed(content: etree._Element, document: Described, order: int) -> None:
    entry = put(content, f"{{{_INDEX_CONTENT}}}DocumentoIndizado")
    put(entry, f"{{{_INDEX_CONTENT}}}IdentificadorDocumento", document.identifier)
    put(entry, f"{{{_INDEX_CONTENT}}}ValorHuella", document.sha256)
    put(entry, f"{{{_INDEX_CONTENT}}}FuncionResumen", _HASH)
    put(entry, f"{{{_INDEX_CONTENT}}}FechaIncorporacionExpediente", _moment(document.captured_at))
    put(entry, f"{{{_INDEX_CONTENT}}}OrdenDocumentoExpediente", str(order))


def _file_metadata(root: etree._Element, case: Case, sender: Sender) -> None:
    metadata = put(root, f"{{{_EXP_META}}}metadatosExp")
    put(metadata, f"{{{_EXP_META}}}VersionNTI", _EXP)
    put(metadata, f"{{{_EXP_META}}}Identificador", file_identifier(sender, case))
    put(metadata, f"{{{_EXP_META}}}Organo", sender.dir3)
    put(metadata, f"{{{_EXP_META}}}FechaAperturaExpediente", _moment(case.presented_at))
    # Without a code in the national catalogue of procedures (SIA) the norm wants <DIR3>_PRO_<30 characters>.
    put(metadata, f"{{{_EXP_META}}}Clasificacion", f"{sender.dir3}_PRO_{case.kind.upper().rjust(_PROCEDURE_ID, '0')}")
    put(metadata, f"{{{_EXP_META}}}Estado", _SENT if case.status.ended else _OPEN)
    for field in case.fields:
        if field.name == "applicant_id" and field.accepted:
            put(metadata, f"{{{_EXP_META}}}Interesado", field.value)


def _signed_by_code(parent: etree._Element, code: str, sender: Sender, *, of: str = "") -> None:
    signatures = put(parent, f"{{{_SIGNATURES}}}firmas")
    signature = put(signatures, f"{{{_SIGNATURES}}}firma")
    if of:
        signature.set("ref", of)
    put(signature, f"{{{_SIGNATURES}}}TipoFirma", _CSV)
    content = put(put(signature, f"{{{_SIGNATURES}}}ContenidoFirma"), f"{{{_SIGNATURES}}}CSV")
    put(content, f"{{{_SIGNATURES}}}ValorCSV", code)
    put(content, f"{{{_SIGNATURES}}}RegulacionGeneracionCSV", sender.csv_norm)


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def broken(file: bytes, documents: Mapping[str, bytes], sign: Sign) -> list[str]:
    """What does not hold in an exported file, one sentence a problem; empty means that every byte is as it was indexed.

    `documents` gives each exported document by its identifier. Raises Refused where one is no XML.
    """
    root = parsed(file)
    names = {"i": _INDEX, "c": _INDEX_CONTENT, "s": _SIGNATURES}
    content = root.find("i:indice/i:IndiceContenido", names)
    if content is None:
        return ["the index is missing"]
    listed = {
        entry.findtext("c:IdentificadorDocumento", "", names): entry.findtext("c:ValorHuella", "", names)
        for entry in content.iterfind("c:DocumentoIndizado", names)
    }
    code = root.findtext("i:indice/s:firmas/s:firma/s:ContenidoFirma/s:CSV/s:ValorCSV", "", names)
    return [
        *([] if code == sign(canonical(content)) else ["the index has changed since it was signed"]),
        *(f"{name} is missing" for name in listed if name not in documents),
        *(f"{name} is not in the index" for name in documents if name not in listed),
        *(f"{name} has changed" for name in listed if name in documents and _hash(documents[name]) != listed[name]),
    ]


def _hash(document: bytes) -> str:
    value = parsed(document).findtext("f:contenido/f:ValorBinario", "", {"f": _DOC_CONTENT})
    try:
        return hashlib.sha256(base64.b64decode(value, validate=True)).hexdigest()
    except ValueError:  # no base64 any more
        return ""
