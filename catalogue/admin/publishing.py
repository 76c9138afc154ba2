"""Pages of what is published: the gate, the preview, publishing and withdrawing, per language."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST

from catalogue.admin.filters import CompleteFilter, PublishedFilter
from catalogue.admin.scoped import ScopedAdmin, name_key
from catalogue.edition_maps import draw as draw_map
from catalogue.languages import LANGUAGES, OWN_NAMES
from catalogue.models import Edition, Gap, Publishable
from catalogue.models.edition import digest_of
from catalogue.publishing import NotReady, document_of, draft_edition, gate, publish, withdraw
from catalogue.reading import Found
from catalogue.views.items import preview


@dataclass(frozen=True)
class LanguageState:
    """How an item stands in one language: what visitors read, and what the working copy needs."""

    language: str
    own_name: str
    edition: Edition | None
    has_changed: bool  # since the edition
    gaps: list[Gap]
    preview_address: str
    publish_address: str
    withdraw_address: str

    @property
    def is_ready(self) -> bool:
        return not self.gaps


class PublishableChangeList(ChangeList):
    """A list whose rows bring what its columns read, in a fixed number of queries."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        rows: Any = super().get_queryset(request, exclude_parameters)
        return rows.with_everything()

    def get_results(self, request: HttpRequest) -> None:
        model: Any = self.model
        super().get_results(request)
        rows = list(self.result_list)
        editions = (
            Edition.objects.current()
            .of_kind(model.kind)
            .filter(source_id__in=[row.pk for row in rows])
            .only("kind", "source_id", "language", "number", "slug")
        )
        found: dict[int, dict[str, Edition]] = {}
        for edition in editions:
            found.setdefault(edition.source_id, {})[edition.language] = edition
        for row in rows:
            row.current_editions = found.get(row.pk, {})
        self.result_list = rows


PUBLISH = {
    "lv": gettext_lazy("Publish in Latvian"),
    "lt": gettext_lazy("Publish in Lithuanian"),
    "en": gettext_lazy("Publish in English"),
}
WITHDRAW = {
    "lv": gettext_lazy("Withdraw in Latvian"),
    "lt": gettext_lazy("Withdraw in Lithuanian"),
    "en": gettext_lazy("Withdraw in English"),
}


def _publish_action(language: str) -> Any:
    @admin.action(permissions=["publish"], description=PUBLISH[language])
    def publish_chosen(
        modeladmin: "PublishableAdmin", request: HttpRequest, queryset: models.QuerySet
    ) -> None:
        for item in queryset:
            modeladmin.publish_item(request, item, language)

    publish_chosen.__name__ = f"publish_{language}"
    return publish_chosen


def _withdraw_action(language: str) -> Any:
    @admin.action(permissions=["publish"], description=WITHDRAW[language])
    def withdraw_chosen(
        modeladmin: "PublishableAdmin", request: HttpRequest, queryset: models.QuerySet
    ) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            return modeladmin.ask_before_withdrawing(
                request, list(queryset), language, action=f"withdraw_{language}"
            )
        for item in queryset:
            modeladmin.withdraw_item(request, item, language)
        return None

    withdraw_chosen.__name__ = f"withdraw_{language}"
    return withdraw_chosen


class PublishableAdmin(ScopedAdmin):
    """Pages of a kind of item that visitors read through editions."""

    title_field: ClassVar[str] = "title"
    change_form_template = "admin/publishable/change_form.html"
    actions = [
        *(_publish_action(language) for language in LANGUAGES),
        *(_withdraw_action(language) for language in LANGUAGES),
    ]
    list_filter: ClassVar[Any] = (PublishedFilter, CompleteFilter)

    class Media:
        css = {"all": ["admin-extra/publication.css", "admin-extra/printing.css"]}

    # --- Lists ------------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PublishableChangeList

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(name_key=name_key(self.title_field))

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [name_key(self.title_field).asc(), "pk"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        partner = ["partner"] if request.user.serves_both_partners else []  # type: ignore[union-attr]
        return [*partner, *super().get_list_filter(request)]

    def get_actions(
        self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Items are deleted one by one, on a page that shows what goes with them."""
        found = super().get_actions(request, action_location=action_location)
        found.pop("delete_selected", None)
        return found

    @admin.display(description=gettext_lazy("title"), ordering="name_key")
    def named(self, item: Publishable) -> str:
        return str(item)

    @admin.display(description=gettext_lazy("complete"))
    def completeness(self, item: Publishable) -> str:
        """What each language has of what it needs: LV 12/14."""
        cells = []
        for language in LANGUAGES:
            needs = item.needs(language)
            met = sum(need.is_met for need in needs)
            state = "is-whole" if met == len(needs) else "is-lacking"
            cells.append((state, language.upper(), len(needs), met, met, len(needs)))
        return format_html_join(
            " ",
            '<span class="completeness {}"><abbr>{}</abbr> '
            '<meter max="{}" value="{}" aria-hidden="true"></meter> {}/{}</span>',
            cells,
        )

    @admin.display(description=gettext_lazy("published"))
    def published_in(self, item: Publishable) -> str:
        """The number of the edition that visitors read, as a link to it, for each language."""
        editions = item.current_editions  # type: ignore[attr-defined]
        cells = []
        for language in LANGUAGES:
            edition = editions.get(language)
            if edition is None:
                cells.append(
                    format_html(
                        '<span class="edition edition--none"><abbr>{}</abbr> '
                        '<span aria-hidden="true">–</span>'
                        '<span class="visually-hidden">{}</span></span>',
                        language.upper(),
                        _("not published"),
                    )
                )
            else:
                cells.append(
                    format_html(
                        '<a class="edition" href="{}"><abbr>{}</abbr> '
                        '<span class="visually-hidden">{}</span> {}</a>',
                        edition.get_absolute_url(),
                        language.upper(),
                        _("edition"),
                        edition.number,
                    )
                )
        return format_html_join(" ", "{}", ((cell,) for cell in cells))

    # --- One item ---------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        site = self.admin_site
        return [
            path(
                f"<path:object_id>/{verb.replace('_', '-')}/<slug:language>/",
                site.admin_view(view),
                name=f"{name}_{verb}",
            )
            for verb, view in (
                ("preview", self.preview_view),
                ("preview_map", self.preview_map_view),
                ("publish", require_POST(self.publish_view)),
                ("withdraw", self.withdraw_view),
            )
        ] + super().get_urls()

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        whole = None
        if obj is not None:
            whole = type(obj)._default_manager.with_everything().get(pk=obj.pk)
            context["language_states"] = self.language_states(whole)
            context["may_publish"] = self.has_publish_permission(request, obj)
        context |= self.context_of(whole)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def context_of(self, item: Any) -> dict[str, Any]:
        """What the template of this kind reads besides; `item` is as saved, None on a new page."""
        return {}

    def language_states(self, item: Publishable) -> list[LanguageState]:
        """How the saved working copy stands in each language; `item` comes with everything."""
        editions = {
            edition.language: edition
            for edition in Edition.objects.of_item(item.kind, item.pk).current().for_cards()
        }
        can_be_drawn = all(need.is_met for need in item.needs_of_a_preview())
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        states = []
        for language in LANGUAGES:
            edition = editions.get(language)
            states.append(
                LanguageState(
                    language=language,
                    own_name=OWN_NAMES[language],
                    edition=edition,
                    has_changed=edition is not None
                    and (
                        not can_be_drawn
                        or digest_of(document_of(item, language)) != item.digest_today(edition)
                    ),
                    gaps=gate(item, language),
                    preview_address=reverse(f"{name}_preview", args=[item.pk, language]),
                    publish_address=reverse(f"{name}_publish", args=[item.pk, language]),
                    withdraw_address=reverse(f"{name}_withdraw", args=[item.pk, language]),
                )
            )
        return states

    def preview_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        """The public page as publishing would make it now, for staff who may see the item."""
        item = self._item(request, object_id, language)
        if lacking := [need for need in item.needs_of_a_preview() if not need.is_met]:
            gaps = [Gap(need.label, need.address) for need in lacking]
            sentence = _("%(item)s cannot be shown yet. It needs:") % {"item": item}
            self.message_user(request, _with_links(sentence, gaps), messages.WARNING)
            return HttpResponseRedirect(item.admin_address())
        with override(language):
            draft = draft_edition(item, language)
            response = preview(request, draft, self.draw)
        # Visitors' maps are filed under the digests of editions; a draft's map is had from here.
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview_map"
        own_map = reverse(name, args=[item.pk, language])
        public_map = rf"/maps/[^/\"]+/{draft.digest}\.svg"
        response.content = re.sub(public_map.encode(), own_map.encode(), response.content)
        return response

    def preview_map_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        """The map on the preview."""
        item = self._item(request, object_id, language)
        if not all(need.is_met for need in item.needs_of_a_preview()):
            raise Http404
        svg = draw_map(draft_edition(item, language))
        if svg is None:
            raise Http404
        headers = {"Cache-Control": "private, no-store"}
        return HttpResponse(svg, content_type="image/svg+xml", headers=headers)

    def publish_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        item = self._item(request, object_id, language)
        if not self.has_publish_permission(request, item):
            raise PermissionDenied
        self.publish_item(request, item, language)
        return HttpResponseRedirect(item.admin_address())

    def withdraw_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        """Ask first; withdraw when the answer comes."""
        item = self._item(request, object_id, language)
        if not self.has_publish_permission(request, item):
            raise PermissionDenied
        if request.method != "POST":
            return self.ask_before_withdrawing(request, [item], language)
        self.withdraw_item(request, item, language)
        return HttpResponseRedirect(item.admin_address())

    def ask_before_withdrawing(
        self,
        request: HttpRequest,
        items: Iterable[Publishable],
        language: str,
        action: str = "",
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": WITHDRAW[language],
            "opts": self.opts,
            "items": items,
            "language": language,
            "action": action,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/publishable/withdraw.html", context)

    def publish_item(self, request: HttpRequest, item: Publishable, language: str) -> None:
        """Publish in a transaction of its own, and tell what came of it."""
        words: dict[str, Any] = {"item": item, "language": language.upper()}
        try:
            publication = publish(item, language, by=request.user)  # type: ignore[arg-type]
        except NotReady as error:
            sentence = _("%(item)s (%(language)s) is not ready. It needs:") % words
            self.message_user(request, _with_links(sentence, error.gaps), messages.ERROR)
            return
        words["number"] = publication.edition.number
        if not publication.is_new:
            unchanged = _("%(item)s (%(language)s): nothing has changed since edition %(number)s.")
            self.message_user(request, unchanged % words, messages.INFO)
            return
        self.log_change(request, item, _("Published: %(language)s, edition %(number)s.") % words)
        published = _("%(item)s (%(language)s): edition %(number)s is published.") % words
        self.message_user(request, published, messages.SUCCESS)

    def withdraw_item(self, request: HttpRequest, item: Publishable, language: str) -> None:
        """Take the item off the public pages in `language`, and tell whether it was there."""
        words = {"item": item, "language": language.upper()}
        if withdraw(item, language, by=request.user):  # type: ignore[arg-type]
            self.log_change(request, item, _("Withdrawn: %(language)s.") % words)
            done = _("%(item)s (%(language)s) is withdrawn: visitors no longer see it.") % words
            self.message_user(request, done, messages.SUCCESS)
        else:
            idle = _("%(item)s (%(language)s) was not published.") % words
            self.message_user(request, idle, messages.INFO)

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("catalogue.publish") and self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What visitors can read is withdrawn first, then deleted."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None or obj.pk is None:
            return allowed
        return not Edition.objects.of_item(obj.kind, obj.pk).current().exists()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Looks once more when nobody can publish any longer: a page would outlive its item."""
        self.model._base_manager.select_for_update().get(pk=obj.pk)
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        super().delete_model(request, obj)

    def draw(self, request: HttpRequest, found: Found, is_preview: bool) -> HttpResponse:
        """The item's public page."""
        raise NotImplementedError

    def _item(self, request: HttpRequest, object_id: str, language: str) -> Publishable:
        item = self.get_object(request, unquote(object_id))
        if item is None or language not in LANGUAGES:
            raise Http404
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        return item


def _with_links(sentence: str, gaps: list[Gap]) -> str:
    """The sentence, and below it each gap as a link to where it can be closed."""
    links = format_html_join(
        "", '<li><a href="{}">{}</a></li>', ((gap.address, gap.label) for gap in gaps)
    )
    return format_html('{}<ul class="gaps">{}</ul>', sentence, links)
