"""PDF files signed as citizens' programs do: an update at the file's end with a PKCS #7 signature over all the rest."""

from __future__ import annotations

import datetime as dt
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

_ROOM = 8192  # hexadecimal digits
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CIUDADANA DE PRUEBA")])


def signed(pdf: bytes, *, sub_filter: str = "adbe.pkcs7.detached") -> bytes:
    """The PDF with a signature that no page shows, as AutoFirma makes it where it is not asked for a place."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), SubFilter=pikepdf.Name(f"/{sub_filter}"),
            Contents=pikepdf.String(b"\0" * (_ROOM // 2)), ByteRange=pikepdf.Array([0, 10**9, 10**9, 10**9]),
        )  # fmt: skip
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=pikepdf.String("Signature1"),
            Rect=pikepdf.Array([0, 0, 0, 0]), F=132, V=file.make_indirect(signature), P=file.pages[0].obj,
        )  # fmt: skip
        held = file.make_indirect(field)
        file.pages[0].obj.Annots = pikepdf.Array([*file.pages[0].obj.get("/Annots", []), held])
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([held]), SigFlags=3)
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return _filled(out.getvalue())


def _filled(data: bytes) -> bytes:
    begin = data.index(b"/Contents <" + b"00" * 16) + len(b"/Contents ")
    end = data.index(b">", begin) + 1
    told = b"[ 0 1000000000 1000000000 1000000000 ]"
    assert data.count(told) == 1
    ranges = f"[ 0 {begin} {end} {len(data) - end} ]".encode().ljust(len(told))
    data = data.replace(told, ranges)
    der = _signature(data[:begin] + data[end:]).hex().encode()
    return data[: begin + 1] + der.ljust(end - begin - 2, b"0") + data[end - 1 :]


def _signature(content: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(_NAME).issuer_name(_NAME).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


def is_valid(data: bytes, folder: Path) -> bool:
    """Whether OpenSSL finds that the signature is one of these very bytes."""
    at = data.index(b"/ByteRange [") + len(b"/ByteRange [")
    _, begin, end, length = map(int, data[at : data.index(b"]", at)].split())
    content, signature = folder / "content", folder / "signature.der"
    content.write_bytes(data[:begin] + data[end : end + length])
    signature.write_bytes(bytes.fromhex(data[begin + 1 : end - 1].decode()))
    told = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(signature), "-content", str(content),
         "-noverify", "-out", "/dev/null"],
        capture_output=True, check=False,
    )  # fmt: skip
    return told.returncode == 0
