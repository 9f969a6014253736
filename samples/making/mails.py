"""Applications that come by e-mail."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from making import forms_street, papers, show
from making.cases import Case


def market_stall_mail(case: Case, path: Path) -> None:
    """A form and a bank certificate, attached."""
    message = _message(case, "Solicitud puesto mercadillo Carolinas", to="mercados@alicante.example")
    message.set_content(
        "Buenas tardes:\n\n"
        "Les adjunto la solicitud del puesto del mercadillo de Carolinas para 2027 y el certificado de mi cuenta.\n"
        "Si falta algún papel, me avisan por favor a este correo o al teléfono.\n\n"
        f"Un saludo,\n{case['applicant_name']}\n{show.phone(case['applicant_phone'])}\n",
        cte="quoted-printable",
    )
    for name, draw in (
        ("solicitud_puesto.pdf", forms_street.market_stall),
        ("certificado_cuenta.pdf", papers.bank_certificate),
    ):
        attachment = path.with_name(name)
        draw(case, attachment)
        message.add_attachment(attachment.read_bytes(), maintype="application", subtype="pdf", filename=name)
        attachment.unlink()
    message.set_boundary("----=_Part_02_20261120_184207")
    path.write_bytes(message.as_bytes())


def traffic_fine_mail(case: Case, path: Path) -> None:
    """A letter in the message itself, as people write it: facts in sentences, no captions."""
    subject = f"Alegaciones multa expediente {case['case_number']}"
    message = _message(case, subject, to="sanciones@alicante.example")
    home = f"{case['applicant_address']}, {case['applicant_postal_code']} {case['applicant_municipality']}"
    message.set_content(
        "A la Unidad de Sanciones de Tráfico del Ayuntamiento de Alicante:\n\n"
        f"Me llamo {case['applicant_name']}, con DNI {case['applicant_id']}, y vivo en {home} "
        f"(teléfono {show.phone(case['applicant_phone'])}). Presento alegaciones en el expediente sancionador "
        f"{case['case_number']}, boletín de denuncia {case['ticket_number']}, por una denuncia del día "
        f"{show.in_words(case['offence_date'], 'es')} al vehículo con matrícula {show.plate(case['vehicle_plate'])}. "
        f"La notificación la recibí el {show.dashed(case['notification_date'])} y la multa es de "
        f"{show.euros(case['amount'])} euros.\n\n"
        f"EXPONGO\n{case['statement']}\n\n"
        f"SOLICITO\n{case['petition']}\n\n"
        f"{case['signature_place']}, {show.in_words(case['signature_date'], 'es')}\n\n"
        f"{case['applicant_name']}\n{case['applicant_email']}\n",
        cte="8bit",
    )
    path.write_bytes(message.as_bytes())


def _message(case: Case, subject: str, *, to: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{case['applicant_name']} <{case['applicant_email']}>"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.fromisoformat(case.also["sent"]))
    stamp = "".join(char for char in case.also["sent"][:19] if char.isdigit())
    message["Message-ID"] = f"<{stamp}.{case['applicant_id'].lower()}@mail.example>"
    return message
