"""All settings, driven by the environment. docs/settings.md lists every variable."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from claims import plugins
from factcheck import accounts, described, embedded, files, logs, measured, panel, telemetry
from factcheck.environment import flag, names, number, service, text
from factcheck.mail import mail_server, site
from factcheck.own_providers import own_providers
from factcheck.processes import processes
from factcheck.secret import local_secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(text("VAR_DIR") or BASE_DIR / "var")

# --- Who may call, and secrets -------------------------------------------------------------------

PRODUCTION = flag("PRODUCTION", default=False)
DEBUG = flag("DEBUG", default=False)
ALLOWED_HOSTS = names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = names("CSRF_TRUSTED_ORIGINS")
SECRET_KEY = text("SECRET_KEY") or ("" if PRODUCTION else local_secret(VAR / "secret-key"))
if not SECRET_KEY:
    raise ImproperlyConfigured("PRODUCTION is on, so SECRET_KEY must be set: 50 random characters or more.")
IDENTITY_KEYS = names("IDENTITY_KEYS")
IDENTITY_KEY_FILE = None if PRODUCTION else VAR / "identity-keys"  # made when the first identity is sealed
DEMO = flag("DEMO", default=not PRODUCTION)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = flag("HTTPS", default=PRODUCTION)
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31536000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- The parts ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    *accounts.APPS,
    "claims.apps.ClaimsConfig",
]
MIDDLEWARE = [
    "factcheck.whence.WhenceMiddleware",
    *(["factcheck.tracing.TraceMiddleware"] if telemetry.wanted() else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "factcheck.metrics.MetricsMiddleware",
    "factcheck.content_policy.ContentPolicyMiddleware",
    "factcheck.request_size.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *accounts.MIDDLEWARE,
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "factcheck.histories.MaskedHistoryMiddleware",
]
ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.views.shell.shell",
            ],
        },
    },
]
PGHISTORY_APPEND_ONLY = True
SILENCED_SYSTEM_CHECKS = ["models.W045"]  # a constraint in raw SQL is checked by the database alone, which is meant
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# --- PostgreSQL, Redis, Celery ----------------------------------------------------------------------

EMBEDDED = {name for name in ("database", "redis") if not text(f"{name.upper()}_URL")}
DURABLE = flag("DURABLE", default=True)
DATABASE_URL = text("DATABASE_URL") or embedded.database_url(VAR)
REDIS_URL = text("REDIS_URL") or embedded.redis_url(VAR)
DATABASES: dict[str, dict[str, Any]] = {"default": dict(dj_database_url.parse(DATABASE_URL))}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// — there is no second database.")
if EMBEDDED:
    DATABASES["default"]["ENGINE"] = "factcheck.database"  # starts the servers before the first connection
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 0, "max_size": number("DATABASE_POOL", 16), "timeout": 10},
    "prepare_threshold": 5,  # for cursors that let PostgreSQL keep a plan (claims.models.packed), no others
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "factcheck.cache.Forgiving", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "lookup"
CELERY_TASK_ROUTES = {
    "claims.tasks.split_revision_task": {"queue": "split"},
    "claims.tasks.read_intake_task": {"queue": "split"},
    "claims.tasks.unpack_collection_task": {"queue": "split"},
    "claims.tasks.embed_task": {"queue": "split"},
}
SPLIT_NICE = max(0, min(number("SPLIT_NICE", 5), 19))  # pages go first
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "factcheck.celery:Clock"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60  # loading the language model takes a slow machine some seconds
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "claims.tasks.sweep_task", "schedule": timedelta(seconds=15)},
    "messages": {"task": "claims.tasks.hand_messages_task", "schedule": timedelta(seconds=3)},
    "digest": {"task": "claims.tasks.digest_task", "schedule": timedelta(minutes=2)},
    "purge": {"task": "claims.tasks.purge_task", "schedule": timedelta(minutes=5)},
}

# --- Serving on one machine -------------------------------------------------------------------------

HOST = text("HOST", "127.0.0.1")
PORT = number("PORT", 8000)
PROCESSES = processes(
    embedded=bool(EMBEDDED),
    lookup_processes=number("LOOKUP_PROCESSES", min(2, os.cpu_count() or 1)),
    lookup_threads=number("LOOKUP_THREADS", 24),
)

# --- Limits and outside services --------------------------------------------------------------------

ARTICLE_MAX_BYTES = number("ARTICLE_MAX_MB", 5) * 1024 * 1024
IMPORT_MAX_BYTES, EXPORT_DIRECT_CLAIMS = number("IMPORT_MAX_MB", 2048) << 20, number("EXPORT_DIRECT_CLAIMS", 5000)
DATA_UPLOAD_MAX_MEMORY_SIZE = ARTICLE_MAX_BYTES * 3 + 256 * 1024  # a pasted text arrives escaped
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FETCH_TIMEOUT_SECONDS = number("FETCH_TIMEOUT_SECONDS", 20)
FETCH_ALLOW_PRIVATE = names("FETCH_ALLOW_PRIVATE")
CONTACT = text("CONTACT", "claim-workbench")

SITE_URL = site(text("SITE_URL"))
MAIL_SET_UP = bool(text("EMAIL_URL"))
locals().update(mail_server(text("EMAIL_URL")))  # EMAIL_HOST and the like
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("EMAIL_FROM") or "claim-workbench@localhost"
SERVICES = {
    slug: service(slug)
    for slug in (
        "google-factcheck", "mediawiki", "wikidata", "searxng", "brave", "gdelt",
        "wayback", "crossref", "openalex", "edgar", "kiwix",
    )
}  # fmt: skip
OWN_PROVIDERS = own_providers(names("OWN_PROVIDERS"), taken=set(SERVICES))
SERVICES |= {kind.slug: service(kind.slug) for kind in OWN_PROVIDERS}
SERVICES |= {name: service(name) for name in plugins.names(plugins.PROVIDERS) if name not in SERVICES}
SPLITTER = text("SPLITTER")
if SPLITTER and SPLITTER not in (known := plugins.names(plugins.SPLITTERS)):
    raise ImproperlyConfigured(
        f"SPLITTER names {SPLITTER!r}, which no installed package has. There are: {', '.join(known) or 'none'}."
        " Without SPLITTER the one that comes with the workbench is used."
    )

# --- People, language, files ------------------------------------------------------------------------

AUTH_USER_MODEL = "claims.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
locals().update(accounts.settings())  # allauth, axes, how passwords are hashed
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "claims:desk"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "en"
TIME_ZONE = text("TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": files.storage(),
    "staticfiles": {"BACKEND": "factcheck.static_files.StaticFiles"},
}
WHITENOISE_USE_FINDERS = True

# --- API, admin, logs -------------------------------------------------------------------------------

API_RATE, API_REFUSALS = number("API_RATE", 1200), number("API_REFUSALS", 60)  # a minute; 0 is no limit
REST_FRAMEWORK, SPECTACULAR_SETTINGS = described.REST, described.SCHEMA
UNFOLD = panel.UNFOLD
LOGGING = logs.logging(text("LOG_LEVEL", "INFO"), text("LOG_FORMAT", "plain"))
METRICS_ALLOW, METRICS_TOKEN = measured.METRICS_ALLOW, measured.METRICS_TOKEN
