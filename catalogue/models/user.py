"""Staff: who may do what, for which partner."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES
from catalogue.models.partner import Partner


class Role(models.TextChoices):
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    PUBLISHER = "publisher", _("Publisher")
    REPORTER = "reporter", _("Reporter")
    ADMINISTRATOR = "administrator", _("Administrator")


class User(AbstractUser):
    """A member of one partner's staff, with the roles that partner gave.

    An administrator looks after the catalogue for both partners; every other role ends at the
    partner's own things and those that both share.
    """

    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("partner"),
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role),
        default=list,
        blank=True,
        verbose_name=_("roles"),
    )
    translates_into = ArrayField(
        models.CharField(max_length=2, choices=[(code, code) for code in LANGUAGES]),
        default=list,
        blank=True,
        verbose_name=_("translates into"),
        help_text=_("A translator may change the texts of these languages only."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff member")  # type: ignore[assignment]
        verbose_name_plural = _("staff")  # type: ignore[assignment]
        constraints = [
            models.CheckConstraint(
                name="user_roles_known",
                condition=models.Q(roles__contained_by=Role.values),
                violation_error_message=_("There is no such role."),
            ),
            models.CheckConstraint(
                name="user_languages_known",
                condition=models.Q(translates_into__contained_by=list(LANGUAGES)),
                violation_error_message=_("There is no such language in the catalogue."),
            ),
            models.CheckConstraint(
                name="user_has_partner",
                condition=models.Q(partner__isnull=False)
                | models.Q(is_superuser=True)
                | models.Q(is_staff=False),
                violation_error_message=_("A member of staff belongs to one of the partners."),
            ),
            models.CheckConstraint(
                name="user_translator_has_languages",
                condition=~models.Q(roles__contains=[Role.TRANSLATOR])
                | models.Q(translates_into__len__gt=0),
                violation_error_message=_("Say into which languages a translator translates."),
            ),
        ]

    def has_role(self, *roles: str) -> bool:
        """Whether one of `roles` was given; a superuser has all."""
        return self.is_superuser or not set(roles).isdisjoint(self.roles)

    @property
    def serves_both_partners(self) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    def languages_to_write(self) -> tuple[str, ...]:
        """The languages whose texts this person may change."""
        if self.has_role(Role.ADMINISTRATOR, Role.EDITOR):
            return LANGUAGES
        if self.has_role(Role.TRANSLATOR):
            return tuple(code for code in LANGUAGES if code in self.translates_into)
        return ()
