"""All settings, driven by the environment. docs/settings.md lists every variable."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from factcheck import embedded
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
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY", default=False) else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
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
    "claims.apps.ClaimsConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "factcheck.content_policy.ContentPolicyMiddleware",
    "factcheck.request_size.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
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
    "digest": {"task": "claims.tasks.digest_task", "schedule": timedelta(minutes=2)},
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

# --- People, language, files ------------------------------------------------------------------------

AUTH_USER_MODEL = "claims.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
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
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "factcheck.static_files.StaticFiles"},
}
WHITENOISE_USE_FINDERS = True

# --- API, admin, logs -------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.BasicAuthentication",  # first: its challenge makes a 401 of a 403
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "claims.api.pages.Newest",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "EXCEPTION_HANDLER": "claims.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,  # ?format= names a file format of ours
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Claim workbench API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "claims.api.describing.add_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "WorkState": "claims.models.WorkState",
        "ClaimState": "claims.models.ClaimState",
        "SourceKind": "claims.models.SourceKind",
        "DocumentKind": "claims.models.DocumentKind",
        "CollectionKind": "claims.models.CollectionKind",
        "AnswerKind": "claims.models.AnswerKind",
        "NoticeKind": "claims.models.NoticeKind",
        "Stance": "claims.models.Stance",
        "Grade": "claims.models.Grade",
    },
}
UNFOLD = {
    "SITE_TITLE": "Claim workbench",
    "SITE_HEADER": "Claim workbench",
    "SITE_SYMBOL": "fact_check",
    "SIDEBAR": {"show_search": True, "navigation": "claims.admin.navigation.sections"},
    "COLORS": {  # shades of the accent in static/css/tokens.css
        "primary": {
            "50": "#f1f7f5", "100": "#e3eeea", "200": "#c3ddd5", "300": "#9fcdc0", "400": "#7fcabb",
            "500": "#3f9686", "600": "#0f5a52", "700": "#0c4d46", "800": "#0a433d", "900": "#08332f",
            "950": "#0d2420",
        },
    },
}  # fmt: skip
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"masking": {"()": "factcheck.masking.Masking"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["masking"]}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "INFO")},
}
