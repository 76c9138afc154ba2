"""Every setting of the project; what differs between machines comes from the environment.

The variables are listed in README.md. A value that makes no sense stops the start.
"""

import os
import sys
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import embedded_postgres
from config.environment import Environment, host_of, source_of

BASE_DIR = Path(__file__).resolve().parent.parent
environment = Environment()

TESTING = "pytest" in sys.modules

# --- The machine ----------------------------------------------------------------------------------

DEBUG = environment.yes_or_no("DEBUG", default=False)
# Empty: pages call themselves as the visitor called them.
SITE_ADDRESS = environment.site_address("SITE_ADDRESS", default="")
HTTPS = environment.yes_or_no("HTTPS", default=str(SITE_ADDRESS).startswith("https://"))
SECRET_KEY = environment.secret_key("SECRET_KEY", kept_in=BASE_DIR / ".secret-key", required=HTTPS)
ALLOWED_HOSTS = environment.words(
    "ALLOWED_HOSTS", default=[host_of(SITE_ADDRESS) or "[::1]", "127.0.0.1", "localhost"]
)
DATABASES = {
    "default": environment.database("DATABASE_URL", default=embedded_postgres.address)
    | {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0}
}
# A name of its own for each test run, so that two at once do not meet in one database.
DATABASES["default"]["TEST"] = {
    "NAME": f"test_{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
}
pool_size = environment.whole_number("DATABASE_POOL_SIZE", default=4, least=0, most=100)
if pool_size and not TESTING:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": pool_size,
        "timeout": 10,
    }
STATIC_ROOT = environment.folder("STATIC_ROOT", default=BASE_DIR / "var" / "static")
MEDIA_ROOT = environment.folder("MEDIA_ROOT", default=BASE_DIR / "var" / "media")
# Attachments and originals of photos: never under an address of their own.
PRIVATE_ROOT = environment.folder("PRIVATE_ROOT", default=BASE_DIR / "var" / "private")
environment.keep_private("PRIVATE_ROOT", PRIVATE_ROOT, public=[STATIC_ROOT, MEDIA_ROOT])

# Graphs of roads for the road engine; None: there is no road engine.
ROAD_GRAPH_FOLDER = environment.folder_or_none("ROAD_GRAPH_FOLDER")
if ROAD_GRAPH_FOLDER:
    environment.keep_private(
        "ROAD_GRAPH_FOLDER", ROAD_GRAPH_FOLDER, public=[STATIC_ROOT, MEDIA_ROOT]
    )

# Pictures of a map server under the zoomable maps; empty: our own base map, and no third party.
MAP_TILES_URL = environment.tile_server("MAP_TILES_URL")
MAP_TILES_ATTRIBUTION = environment.attribution("MAP_TILES_ATTRIBUTION", of=MAP_TILES_URL)

# How many proxies stand before the site and name the visitor in X-Forwarded-For.
PROXIES = environment.whole_number("PROXIES", default=int(HTTPS), least=0, most=5)
# Mails in the log are for trying out; a site for visitors names its server, or sends none.
MAILERS = environment.mailers("EMAIL_URL", default="" if HTTPS else "console:")
DEFAULT_FROM_EMAIL = environment.mail_address(
    "MAIL_FROM", default=f"no-reply@{host_of(SITE_ADDRESS).strip('[]') or 'localhost'}"
)
# What visitors write is sealed with the first key; without any, with one made of SECRET_KEY.
ENQUIRY_KEYS = environment.sealing_keys("ENQUIRY_KEYS")
ENQUIRY_DAYS = environment.whole_number("ENQUIRY_DAYS", default=90, least=1, most=730)

environment.stop_if_nonsense()

# --- The house ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it extends
    "config.apps.ConfigConfig",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "leaflet",
    "pgtrigger",
    "django_tasks_db",
    "catalogue",
    "villages",
    "routes",
    "consultations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.GZipWords",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "config.middleware.short_queries",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "routes.roads.engine.while_somebody_waits",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "catalogue.User"
LOGIN_REDIRECT_URL = "admin:index"  # for a `next` that leads astray
AUTHENTICATION_BACKENDS = ["catalogue.staff.RolesBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Languages ------------------------------------------------------------------------------------

LANGUAGES = [("lv", _("Latvian")), ("lt", _("Lithuanian")), ("en", _("English"))]
# Django wants one language for visitors who ask for none of the three; no text falls back to it.
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("lv", "lt", "en")
MODELTRANSLATION_ENABLE_FALLBACKS = False  # a page is one language or it is not there
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"  # English days as Europe writes them
TIME_ZONE = "Europe/Riga"  # the same clock as Europe/Vilnius

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "config.static_files.StaticFiles"
    },
}
WHITENOISE_MAX_AGE = 60 if DEBUG else 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A route of 137 stops has a dozen fields for each, and one for a file, which counts when empty too.
# Addresses have their own limit, in config/middleware.py.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 300

# Ready-made public pages, in each process; see catalogue/kept_pages.py.
CACHES = {
    "default": {
        "BACKEND": "catalogue.bounded_cache.BoundedCache",
        "OPTIONS": {"MAX_ENTRIES": 1000, "MOST_BYTES": 48 * 1024 * 1024},
    },
    # Lists under filters that visitors put together: there is no end of them.
    "visitors": {
        "BACKEND": "catalogue.bounded_cache.BoundedCache",
        "LOCATION": "visitors",
        "OPTIONS": {"MAX_ENTRIES": 200, "MOST_BYTES": 8 * 1024 * 1024},
    },
}
KEEP_PAGES = not (DEBUG or TESTING)
# What keeps visited pages readable without a network. 0: whatever visitors have of it ends itself
# at their next visit.
SERVICE_WORKER = environment.yes_or_no("SERVICE_WORKER", default=not DEBUG)

# --- Doors ----------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    # data: for the icons in the admin's and Leaflet's style sheets
    "img-src": [CSP.SELF, "data:", *filter(None, [source_of(MAP_TILES_URL)])],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "catalogue.views.csrf_failure"

# --- Work behind the scenes -----------------------------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend"
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
