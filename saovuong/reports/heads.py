"""The head and the end of a report: names, symbol, place, signature, recipients, by the wording rules of the template. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from saovuong.core.errors import Refusal
from saovuong.core.units import UnitInfo
from saovuong.reports.data import ReportData
from saovuong.reports.templates import Issuer, Naming, Template
from saovuong.writers.profile import Words
from saovuong.writers.report_shapes import Header, Signature


class NoIssuer(Refusal):
    code = "SV-814"
    template = "Mẫu báo cáo “{name}” chưa quy định cách ghi cơ quan ban hành cho {unit} (loại “{kind}”). Thêm vào [[issuers]] của mẫu."


class UnknownSigner(Refusal):
    code = "SV-815"
    template = "Mẫu báo cáo không có người ký “{signer}”. Chọn một trong: {known}."


@dataclass(frozen=True, slots=True)
class Paper:
    """What the office decides when it issues the report; None leaves room for the pen."""

    number: str | None = None
    issued_on: date | None = None
    signer: str = "head"
    signer_name: str = ""


def issuer_for(template: Template, unit: UnitInfo) -> Issuer:
    """Raises :class:`NoIssuer`."""
    found = next((issuer for issuer in template.issuers if unit.kind in issuer.kinds), None)
    if found is None:
        raise NoIssuer(name=template.code, unit=unit.name, kind=unit.kind)
    return found


def names_for(data: ReportData, template: Template) -> dict[str, str]:
    """The words that sentences and headings may use: ``year``, ``issuer``, ``area`` and so on."""
    naming, issuer = template.naming, issuer_for(template, data.unit)
    area = data.area or data.unit
    names = {
        "year": data.this.period.label,
        "last_year": data.last.period.label,
        "next_year": data.next.period.label,
        "unit": inline_name(data.unit, naming),
        "superior": inline_name(data.superior, naming) if data.superior else "",
        "area": inline_name(area, naming),
        "place": place_name(area, naming),
    }
    return {**names, "issuer": issuer.name.format(**names).replace("\n", " ")}


def header_for(data: ReportData, template: Template, paper: Paper, names: Mapping[str, str]) -> Header:
    issuer = issuer_for(template, data.unit)
    document = template.document
    day = paper.issued_on or data.day
    return Header(
        superior=issuer.superior.format(**names) or None,
        issuer=issuer.name.format(**names),
        number=paper.number,
        symbol=issuer.symbol,
        place=names["place"],
        issued_on=paper.issued_on,
        type_name=document.type_name,
        subject=document.subject.format(**names),
        addressee=tuple(name for line in issuer.addressee if (name := line.format(**names).strip())),
        bases=tuple(basis.text for basis in document.bases if basis.holds_on(day)),
    )


def signature_for(data: ReportData, template: Template, paper: Paper) -> Signature:
    """Raises :class:`UnknownSigner`."""
    signers = issuer_for(template, data.unit).signers
    if paper.signer not in signers:
        raise UnknownSigner(signer=paper.signer, known=", ".join(signers))
    return Signature(tuple(signers[paper.signer]), paper.signer_name)


def recipients_for(data: ReportData, template: Template, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """A report that names its addressee begins with *Như trên*."""
    issuer = issuer_for(template, data.unit)
    first = (words.same_as_above,) if any(line.format(**names).strip() for line in issuer.addressee) else ()
    return (*first, *(line.format(**names) for line in issuer.recipients))


def inline_name(unit: UnitInfo, naming: Naming) -> str:
    """The name as it stands inside a sentence, with the abbreviations that the office allows: ``phường Đức Xuân``."""
    name = unit.name
    if bare_place(unit, naming) != name:
        name = name[:1].lower() + name[1:]
    if naming.use_short:
        for words, short in naming.short.items():
            name = name.replace(words, short)
    return name


def bare_place(unit: UnitInfo, naming: Naming) -> str:
    for word in naming.place_words:
        if unit.name.lower().startswith(word.lower() + " "):
            return unit.name[len(word) + 1 :]
    return unit.name


def place_name(unit: UnitInfo, naming: Naming) -> str:
    """``Bắc Kạn`` for thành phố Bắc Kạn; in full where the place bears the name of a person or an event, or a number."""
    bare = bare_place(unit, naming)
    if bare in naming.full_places or bare.isdigit():
        return unit.name[:1].upper() + unit.name[1:]
    return bare
