"""Printing at the workplace: the page “Print …” with its preflight, and what was printed."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin import ScopedAdmin
from catalogue.languages import LANGUAGES
from catalogue.models import Partner, Publishable
from catalogue.models.edition import Kind
from catalogue.pages import page_language, site_address
from routes.admin.print_forms import OrderForm, RegisterForm
from routes.brochures.content import CannotBePrinted, Part
from routes.brochures.formats import FORMATS, Format, formats_for
from routes.brochures.making import RETRY_AFTER, BrochureBusy, BrochureFailed
from routes.models import PrintEdition, Route
from routes.printing.all_languages import BreaksDiffer, DoesNotFit, MadeFile, make_all, zip_of
from routes.printing.changes import in_words
from routes.printing.orders import Order
from routes.printing.preflight import (
    Finding,
    Level,
    preflight,
    preflight_of_failure,
    preflight_of_files,
    stops_printing,
    wants_acknowledging,
    weightiest_first,
)
from routes.printing.printed import all_changes, changed_items
from routes.printing.registering import FileToKeep, register
from routes.trips.basket import basket_of, read_basket, takes_baskets
from villages.models import Village

# A page of the admin may take that long to make files; what is made is kept for the next attempt.
SECONDS = 40

SUBJECTS: dict[str, type[Publishable]] = {Kind.ROUTE: Route, Kind.VILLAGE: Village}


@dataclass(frozen=True)
class Subject:
    """What is to be printed: a route, a village, or a basket of them."""

    name: str
    parts: tuple[Part, ...]
    partner: Partner | None  # none: of both
    formats: list[Format]
    address: str  # its own page in the admin
    path: str  # of the page “Print …”
    title: str = ""  # of a basket
    cover: str = ""
    carried: tuple[tuple[str, str], ...] = ()  # what addresses of a basket carry along


@dataclass
class Proof:
    """An order with its findings, and its files when nothing stands in the way."""

    order: Order
    carried: tuple[tuple[str, str], ...] = ()
    findings: list[Finding] = field(default_factory=list)
    files: list[MadeFile] = field(default_factory=list)
    is_busy: bool = False

    @property
    def may_be_printed(self) -> bool:
        return bool(self.files) and not stops_printing(self.findings)

    @property
    def must_be_seen(self) -> bool:
        return wants_acknowledging(self.findings)

    @property
    def groups(self) -> list[tuple[Level, list[Finding]]]:
        """Findings under the heading of their weight."""
        found = [
            (level, [finding for finding in self.findings if finding.level == level])
            for level in Level
        ]
        return [(level, findings) for level, findings in found if findings]

    @property
    def query(self) -> str:
        return urlencode(self.fields)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What asks for this order again."""
        chosen = [("format", self.order.format.key), ("purpose", self.order.purpose.value)]
        languages = [("languages", code) for code in self.order.languages]
        return [*self.carried, *chosen, *languages]


class PrintChangeList(ChangeList):
    """Print editions with what changed since, in two more queries."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = with_changes(self.result_list)


def with_changes(prints: Any) -> list[PrintEdition]:
    rows = list(prints)
    changed = changed_items(rows, page_language())
    for row in rows:
        row.changed_items = changed[row.pk]
    return rows


@admin.register(PrintEdition)
class PrintEditionAdmin(ScopedAdmin):
    """What went to paper. It is registered on the page “Print …”, and never deleted."""

    list_display = (
        "named",
        "season_printed",
        "format_name",
        "languages_printed",
        "copies",
        "owner",
        "changed_since",
    )
    list_display_links = ("named",)
    list_filter = ("purpose",)
    list_select_related = ("partner",)
    search_fields = ("title__unaccent", "print_shop__unaccent", "=number")
    date_hierarchy = "printed_on"
    ordering = ("-number",)
    actions = None
    change_form_template = "admin/routes/printing/print_edition.html"
    change_list_template = "admin/routes/printing/print_list.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("printed_on", "season_printed", "format_name", "purpose"),
                    ("languages_printed", "owner", "registered_by", "registered_at"),
                ]
            },
        ),
        (None, {"fields": [("copies", "print_shop"), "notes"]}),
    ]
    readonly_fields = (
        "printed_on",
        "season_printed",
        "format_name",
        "purpose",
        "languages_printed",
        "owner",
        "registered_by",
        "registered_at",
    )

    class Media:
        css = {"all": ["admin-extra/printing.css"]}

    def languages_to_write(self, request: HttpRequest) -> tuple[str, ...]:
        """Nothing here is translated: who may change it may change all of it."""
        return LANGUAGES

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PrintChangeList

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        both = request.user.serves_both_partners  # type: ignore[union-attr]
        return [*(["partner"] if both else []), *super().get_list_filter(request)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def may_print(self, request: HttpRequest) -> bool:
        """Who may publish may send to paper."""
        return request.user.has_perm("routes.add_printedition")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra = {"may_print": self.may_print(request), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            (obj,) = with_changes([obj])
            context |= {
                "print_edition": obj,
                "files": obj.files.all(),
                "texts": obj.texts.select_related("edition").defer(
                    "edition__document", "edition__card"
                ),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Columns ----------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("print edition"), ordering="number")
    def named(self, one: PrintEdition) -> str:
        return str(one)

    @admin.display(description=gettext_lazy("season"), ordering="printed_on")
    def season_printed(self, one: PrintEdition) -> str:
        return one.season

    @admin.display(description=gettext_lazy("format"), ordering="format")
    def format_name(self, one: PrintEdition) -> Any:
        known = FORMATS.get(one.format)
        return known.label if known else one.format

    @admin.display(description=gettext_lazy("languages"))
    def languages_printed(self, one: PrintEdition) -> str:
        return ", ".join(code.upper() for code in one.languages)

    @admin.display(description=gettext_lazy("partner"), ordering="partner")
    def owner(self, one: PrintEdition) -> Any:
        return one.partner or _("Both partners")

    @admin.display(description=gettext_lazy("changed since"))
    def changed_since(self, one: PrintEdition) -> str:
        return in_words(all_changes(one.changed_items)) or "–"  # type: ignore[attr-defined]

    # --- Files ------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:print_id>/file/<int:file_id>/",
                view(self.file_view),
                name="routes_printedition_file",
            ),
            path(
                "print/own/",
                view(self.own_brochure_view),
                name="routes_printedition_print_own",
            ),
            path(
                "print/basket/",
                view(lambda request: self.print_view(request, self._basket(request))),
                name="routes_printedition_print_basket",
            ),
            path(
                "print/basket/file/",
                view(lambda request: self.proof_view(request, self._basket(request))),
                name="routes_printedition_proof_basket",
            ),
            path(
                "print/<slug:kind>/<int:source_id>/",
                view(lambda request, **item: self.print_view(request, self._item(request, **item))),
                name="routes_printedition_print",
            ),
            path(
                "print/<slug:kind>/<int:source_id>/file/",
                view(lambda request, **item: self.proof_view(request, self._item(request, **item))),
                name="routes_printedition_proof",
            ),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, print_id: int, file_id: int) -> HttpResponseBase:
        """The very file that was printed, for staff who may see its print edition."""
        one = self.get_object(request, str(print_id))
        if one is None:
            raise Http404
        if not self.has_view_permission(request, one):
            raise PermissionDenied
        file = one.files.filter(pk=file_id).first()
        if file is None:
            raise Http404
        try:
            kept = storages["private"].open(file.stored_name)
        except FileNotFoundError:
            raise Http404 from None
        return _private(
            FileResponse(
                kept, as_attachment=True, filename=file.file_name, content_type="application/pdf"
            )
        )

    # --- The page “Print …” -----------------------------------------------------------------------

    def print_view(self, request: HttpRequest, subject: Subject) -> HttpResponse:
        """Choose, look what stands in the way, get the files, register what goes to paper."""
        is_asked = "purpose" in request.GET
        order_form = OrderForm(subject.formats, request.GET if is_asked else None)
        proof: Proof | None = None
        register_form: RegisterForm | None = None
        if is_asked and order_form.is_valid():
            proof = self._proof(request, subject, order_form)
            must_see = proof.must_be_seen
            if request.method == "POST":
                register_form = RegisterForm(request.POST, must_see=must_see)
                if proof.may_be_printed and register_form.is_valid():
                    return self._register(request, subject, proof, register_form)
            else:
                register_form = RegisterForm(must_see=must_see)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Print: %(item)s") % {"item": subject.name},
            "opts": self.opts,
            "subject": subject,
            "order_form": order_form,
            "proof": proof,
            "register_form": register_form,
            "proof_address": f"{subject.path}file/",
            "media": self.media,
        }
        status = 503 if proof and proof.is_busy else 200
        template = "admin/routes/printing/print.html"
        response = TemplateResponse(request, template, context, status=status)
        if status == 503:
            response.headers["Retry-After"] = str(RETRY_AFTER)
        return response

    def proof_view(self, request: HttpRequest, subject: Subject) -> HttpResponseBase:
        """The files of an order, as one archive or one by one, when nothing stands in the way."""
        order_form = OrderForm(subject.formats, request.GET)
        if not order_form.is_valid():
            return HttpResponseRedirect(f"{subject.path}?{urlencode(subject.carried)}")
        proof = self._proof(request, subject, order_form)
        wanted = request.GET.get("file", "zip")
        names = {"-".join(file.languages): file for file in proof.files}
        if not proof.may_be_printed or (proof.must_be_seen and "seen" not in request.GET):
            if proof.may_be_printed:
                unseen = _("Read the warnings first, and tick that you did.")
                self.message_user(request, unseen, messages.ERROR)
            return HttpResponseRedirect(f"{subject.path}?{proof.query}")
        if wanted in names:
            file = names[wanted]
            answer = HttpResponse(file.content, content_type="application/pdf")
            name = file.name
        elif wanted == "zip":
            answer = HttpResponse(zip_of(proof.files), content_type="application/zip")
            name = proof.order.file_name(proof.order.needed, "zip")
        else:
            raise Http404
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return _private(answer)

    def own_brochure_view(self, request: HttpRequest) -> HttpResponse:
        """From the address of a brochure that someone put together to the page that prints it."""
        if not self.may_print(request):
            raise PermissionDenied
        try:
            query = QueryDict(urlsplit(request.GET.get("address", "").strip()).query)
        except ValueError:  # brackets that are no address
            query = QueryDict()
        basket = read_basket(query).basket
        if not basket.parts:
            nothing = _("There is no brochure in this address: copy it whole from “My brochure”.")
            self.message_user(request, nothing, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:routes_printedition_changelist"))
        return HttpResponseRedirect(basket.at(reverse("admin:routes_printedition_print_basket")))

    def _item(self, request: HttpRequest, kind: str, source_id: int) -> Subject:
        """A route or a village: 404 unless it is the reader's, 403 for who may not print."""
        model = SUBJECTS.get(kind)
        if model is None:
            raise Http404
        visible = model._default_manager.visible_to(request.user)  # type: ignore[attr-defined]
        item = visible.filter(pk=source_id).first()
        if item is None:
            raise Http404
        if not self.may_print(request):
            raise PermissionDenied
        return Subject(
            str(item),
            (Part(kind, source_id),),
            item.partner,
            formats_for(kind),
            item.admin_address(),
            reverse("admin:routes_printedition_print", args=[kind, source_id]),
        )

    def _basket(self, request: HttpRequest) -> Subject:
        """A basket as its public address tells it; of both partners unless all of it is one's."""
        if not self.may_print(request):
            raise PermissionDenied
        asked = read_basket(request.GET).basket
        basket = basket_of(asked, page_language())
        if not basket.address.parts:
            raise Http404
        partner = _partner_of(basket.address.parts)
        staff: Any = request.user
        if partner and not staff.serves_both_partners and partner != staff.partner:
            raise Http404
        carried = [("parts", basket.address.chain), ("title", asked.title)]
        if asked.cover:
            carried.append(("cover", f"v{asked.cover}"))
        return Subject(
            asked.title or _("My brochure"),
            basket.address.parts,
            partner,
            takes_baskets(),
            reverse("admin:routes_printedition_changelist"),
            reverse("admin:routes_printedition_print_basket"),
            asked.title or _("My brochure"),
            basket.selection.cover,
            tuple(carried),
        )

    def _proof(self, request: HttpRequest, subject: Subject, form: OrderForm) -> Proof:
        """Look at the order; make its files when that can be of use."""
        format_, purpose, languages = form.chosen
        order = Order(subject.parts, format_, purpose, languages, subject.title, subject.cover)
        reader: Any = request.user
        found = preflight(order, timezone.localdate(), reader)
        proof = Proof(order, subject.carried, found)
        if stops_printing(proof.findings):
            return proof
        try:
            proof.files = make_all(order, site_address(request), seconds=SECONDS)
        except BrochureBusy:
            proof.is_busy = True
            return proof
        except CannotBePrinted as refusal:
            proof.findings.append(Finding(Level.ERROR, str(refusal), subject.address))
        except DoesNotFit as failure:
            proof.findings += preflight_of_failure(order, failure, reader)
        except BreaksDiffer:
            sentence = _("The languages cannot be brought to the same pages: shorten the longest.")
            proof.findings.append(Finding(Level.ERROR, sentence, subject.address))
        except BrochureFailed:
            sentence = _("The file could not be made. We have been told, and look into it.")
            proof.findings.append(Finding(Level.ERROR, sentence))
        else:
            proof.findings += preflight_of_files(order, proof.files, reader)
        proof.findings = weightiest_first(proof.findings)
        return proof

    def _register(
        self, request: HttpRequest, subject: Subject, proof: Proof, form: RegisterForm
    ) -> HttpResponse:
        new: PrintEdition = form.save(commit=False)
        new.token = form.cleaned_data["token"]
        new.partner = subject.partner
        new.title = subject.title or _title_of(proof.files)
        new.parts = [{"kind": part.kind, "source_id": part.source_id} for part in proof.order.parts]
        new.format = proof.order.format.key
        new.purpose = proof.order.purpose.value
        new.languages = list(proof.order.needed)
        files = [
            FileToKeep(file.language, file.name, file.content, max(1, file.report.pages))
            for file in proof.files
        ]
        editions = [edition for file in proof.files for edition in file.editions]
        try:
            one = register(new, files, editions, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        words = {"print": one}
        self.log_addition(request, one, _("Registered: %(print)s.") % words)
        done = _("%(print)s is registered, and its files are kept.") % words
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(one.admin_address())


def _partner_of(parts: tuple[Part, ...]) -> Partner | None:
    """The one partner to whom all parts belong; none when they are of both."""
    owners: set[Partner | None] = set()
    for kind, model in SUBJECTS.items():
        ids = [part.source_id for part in parts if part.kind == kind]
        owners |= {item.partner for item in model._default_manager.filter(pk__in=ids)}  # type: ignore[attr-defined]
    return owners.pop() if len(owners) == 1 else None


def _title_of(files: list[MadeFile]) -> str:
    """The title on the paper, in the reader's language where it was printed in it."""
    titles = {edition.language: edition.title for file in files for edition in file.editions[:1]}
    return titles.get(page_language()) or next(iter(titles.values()))


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
