"""Staff: an administrator gives partners, roles and languages, but cannot make a superuser."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from catalogue.admin.fields import array_formfield
from catalogue.admin.titles import PlainTitles
from catalogue.models import User
from catalogue.models.user import Role


class NewStaffForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "partner", "roles", "translates_into")


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

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

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
