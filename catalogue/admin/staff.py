"""Staff: an administrator gives partners, roles and languages, but cannot make a superuser."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.admin.fields import array_formfield
from catalogue.admin.titles import PlainTitles
from catalogue.models import Partner, User
from catalogue.models.user import Role


class OfAPartner:
    """What the database asks of staff, said beside the field; forms do not know `is_staff`."""

    instance: User
    cleaned_data: dict[str, Any]

    def clean_partner(self) -> Partner | None:
        partner = self.cleaned_data["partner"]
        if partner is None and not self.instance.is_superuser:
            raise ValidationError(_("A member of staff belongs to one of the partners."))
        return partner


class StaffForm(OfAPartner, UserChangeForm):
    pass


class NewStaffForm(OfAPartner, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "partner", "roles", "translates_into")


# Fields that are only read on one's own page, and how they are shown there.
_AS_READ = {"roles": "roles_given", "is_active": "may_enter"}


@admin.register(User)
class StaffAdmin(PlainTitles, UserAdmin):
    list_display = ("username", "full_name", "partner", "roles_given", "is_active", "last_login")
    list_filter = ("partner", "is_active")
    list_select_related = ("partner",)
    search_fields = (
        "username",
        "first_name__unaccent",
        "last_name__unaccent",
        "email",
    )
    ordering = ("username",)
    filter_horizontal = ()
    form = StaffForm
    add_form = NewStaffForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (
            _("Work"),
            {
                "fields": ("partner", "roles", "translates_into", "is_active"),
                "description": _(
                    "Roles count from the next page this person opens. Someone who has left is not "
                    "deleted but made inactive: editions keep the name of who published them."
                ),
            },
        ),
        (_("Dates"), {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Work"), {"fields": ("partner", "roles", "translates_into")}),
    )
    readonly_fields = ("last_login", "date_joined")

    class Media:
        css = {"all": ["admin-extra/forms.css"]}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Superusers are nobody's to change but a superuser's, their passwords least of all."""
        everybody = super().get_queryset(request)
        if request.user.is_superuser:
            return everybody
        return everybody.filter(is_superuser=False)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody takes the own roles away, nor the own door: there may be no one to give them."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj != request.user:
            return fieldsets
        return [
            (title, {**options, "fields": [_AS_READ.get(str(name), name) for name in fields]})
            for title, options in fieldsets
            for fields in [options["fields"]]
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *_AS_READ.values()]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, ArrayField):
            return array_formfield(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Whoever gets a login here works here."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description=pgettext_lazy("of a person", "name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=User._meta.get_field("is_active").verbose_name, boolean=True)
    def may_enter(self, user: User) -> bool:
        return user.is_active

    @admin.display(description=_("roles"))
    def roles_given(self, user: User) -> str:
        roles = [str(Role(role).label) for role in user.roles]
        if user.translates_into:
            roles.append("→ " + ", ".join(code.upper() for code in user.translates_into))
        return ", ".join(roles)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> Any:
        raise Http404
