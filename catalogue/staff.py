"""What each role may do; permissions come from roles, not from groups."""

from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend

from catalogue.models import User
from catalogue.models.user import Role

# What visitors will read, and what belongs to it.
CONTENT = (
    "villages.village",
    "villages.place",
    "villages.offer",
    "villages.pricetier",
    "villages.product",
    "villages.sight",
    "villages.villagephoto",
    "villages.mediaguide",
    "villages.notice",
    "villages.hostcontact",
    "villages.event",
    "villages.cancellation",
    "consultations.story",
    "consultations.storyphoto",
    "routes.route",
    "routes.day",
    "routes.stop",
)
RECORDS = ("consultations.activity", "consultations.attachment")
# What was printed: all staff sees it; who may publish says what goes to paper. Nobody deletes it.
PRINTS = ("routes.printedition", "routes.printedfile", "routes.printedtext")
# What visitors wrote. Persons stand in enquiries, so only who answers them reads them.
REPORTS = ("catalogue.pagereport",)
ENQUIRIES = ("villages.enquiry",)
SHARED_WORDS = ("villages.theme", "villages.municipality", "catalogue.partner")
HOUSE = (*SHARED_WORDS, "catalogue.visibilityblock", "catalogue.user")


def _permissions(verbs: str, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        f"{app}.{verb}_{model}"
        for verb in verbs.split()
        for app, model in (name.split(".") for name in names)
    )


_READ = _permissions("view", (*CONTENT, *RECORDS, *PRINTS, *SHARED_WORDS)) | {
    "catalogue.view_edition"
}
_PUBLISH = frozenset({"catalogue.publish"})
_PRINT = _permissions("add change", ("routes.printedition",))
_ALL = "view add change delete"

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.EDITOR: _READ
    | _permissions("add change delete", CONTENT)
    | _permissions("view change delete", (*REPORTS, *ENQUIRIES)),
    Role.TRANSLATOR: _READ | _permissions("change", CONTENT) | _permissions("view change", REPORTS),
    Role.PUBLISHER: _READ | _PUBLISH | _PRINT | _permissions("view change", (*REPORTS, *ENQUIRIES)),
    Role.REPORTER: _READ | _permissions("add change delete", RECORDS),
    Role.ADMINISTRATOR: _READ
    | _PUBLISH
    | _PRINT
    | _permissions(_ALL, (*CONTENT, *RECORDS, *HOUSE))
    | _permissions("view change delete", (*REPORTS, *ENQUIRIES)),
}


class RolesBackend(ModelBackend):
    """Signs staff in by user name and password, and reads their permissions off their roles."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        return set().union(*(PERMISSIONS.get(role, frozenset()) for role in user_obj.roles))

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return BaseBackend.has_perm(self, user_obj, perm, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(name.startswith(f"{app_label}.") for name in self.get_all_permissions(user_obj))
