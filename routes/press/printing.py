"""Prints one job: fits, draws, puts on sheets, and reports. Runs in a process that ends with it."""

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pydyf  # type: ignore[import-untyped]
from pikepdf import Dictionary, Name

from routes.press import print_shop
from routes.press.checking import IMPOSITION, PURPOSE
from routes.press.fitting import Fitted, fit
from routes.press.folding import LONG_EDGE, SHORT_EDGE, DoesNotFold
from routes.press.imposing import impose
from routes.press.job import SHOP, Job, Report
from routes.press.looking import photos_of
from routes.press.photos import prepare_photos

logger = logging.getLogger("brochure")

DUPLEX = {SHORT_EDGE: Name.DuplexFlipShortEdge, LONG_EDGE: Name.DuplexFlipLongEdge}


@dataclass
class Printed:
    """A PDF with its report; no PDF when sections spill over, so that panels cannot be laid."""

    pdf: bytes
    report: Report
    complaints: list[str] = field(default_factory=list)


def print_job(job: Job) -> Printed:
    """The PDF of a job. Raises whatever WeasyPrint raises, and DoesNotFold without a reason."""
    fitted = fit(job)
    document = fitted.document
    sections = list(document._html.etree_element.iter("section"))
    photos = photos_of(document, sections)
    report = Report(
        pages=len(document.pages),
        sections=fitted.sections,
        images=[
            {"page": one.page, "section": one.section, "dpi": one.dpi, "alt": one.alt}
            for one in photos
        ],
        overflow=fitted.overflow,
    )
    prepare_photos(photos, job.purpose, len(document.pages))
    if job.purpose != SHOP and not job.imposition:
        return Printed(document.write_pdf(pdf_variant="pdf/ua-1", finisher=_said(job)), report)
    return _on_sheets(job, fitted, report)


def _said(job: Job) -> Callable[[Any, Any], None]:
    """Lets WeasyPrint write down what the file is for."""

    def finish(_document: Any, pdf: Any) -> None:
        pdf.info[PURPOSE[1:]] = pydyf.String(job.purpose)

    return finish


def _on_sheets(job: Job, fitted: Fitted, report: Report) -> Printed:
    drawn = io.BytesIO(fitted.document.write_pdf(pdf_tags=False))
    target = io.BytesIO()
    with pikepdf.open(drawn) as pdf:
        try:
            duplex = impose(pdf, job.imposition, for_shop=job.purpose == SHOP)
        except DoesNotFold as reason:
            if fitted.spilled:
                logger.error("%s; too long: %s", reason, ", ".join(fitted.spilled))
                return Printed(b"", report)
            raise
        report = Report(
            report.pages,
            report.sections,
            report.images,
            report.overflow,
            sheets=len(pdf.pages) // 2 if duplex else len(pdf.pages),
            duplex=duplex,
        )
        pdf.docinfo[PURPOSE], pdf.docinfo[IMPOSITION] = job.purpose, job.imposition
        if job.purpose == SHOP:
            print_shop.finish(pdf, job.title, job.language)
            print_shop.save_as(pdf, target)
        else:
            _for_the_office(pdf, job, duplex)
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Printed(target.getvalue(), report)


def _for_the_office(pdf: pikepdf.Pdf, job: Job, duplex: str) -> None:
    """Tell printers: both sides, about which edge, and nothing scaled to fit."""
    for key in ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/AcroForm"):
        if key in pdf.Root:
            del pdf.Root[key]
    wishes = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"), PickTrayByPDFSize=True)
    if duplex:
        wishes.Duplex = DUPLEX[duplex]
    pdf.Root.ViewerPreferences = wishes
    if job.language:
        pdf.Root.Lang = pikepdf.String(job.language)
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = job.title or str(pdf.docinfo.get("/Title", ""))
    if job.title:
        pdf.docinfo["/Title"] = job.title
