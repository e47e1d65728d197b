"""All settings, from environment variables or a file `.env`. With nothing set the program runs on SQLite alone."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import environ
from csp.constants import NONE, SELF

from wutuan.cache import cache_in

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- the installation ---

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).absolute()  # what it writes beside the database
HOME_TOWN = env.str("HOME_TOWN", default="430529104")
# what `start` does with an empty database: 1 load the demo, 0 leave it empty; unset, as 1 where that may be
DEMO = env.bool("DEMO", default=None)
# set by wsgi.py: then the cookies are for https alone, and what wutuan/checks.py lists is refused
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
KNOWN_SECRET_KEY = "django-insecure-for-development-and-tests-only"  # noqa: S105 -- production refuses it
SECRET_KEY = env.str("SECRET_KEY", default="") or KNOWN_SECRET_KEY
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "localhost", "127.0.0.1", "[::1]"]

# --- applications ---

INSTALLED_APPS = [
    "wutuan",  # first: its commands stand in the place of the framework's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "lucide",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
    "template_partials",
    # ours, each standing on the ones above it
    "core",
    "accounts",
    "administration",
    "manual",
    "workshops",
    "labor",
    "training",
    "platforms",
    "oversight",
    "scoring",
    "ledger",
    "doubts",
    "offers",
    "reminders",
    "setup",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wutuan.middleware.ObservingMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "core.middleware.PrintableCookies",
    "accounts.middleware.KeptSession",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SlidingSession",
    "accounts.middleware.SignInRequired",
    "core.middleware.PrintableMiddleware",
    "accounts.middleware.OwnPasswordRequired",
    "accounts.middleware.AuditorsApart",
    "accounts.middleware.DivisionRequired",
    "core.middleware.PrivatePages",
    "core.middleware.ActorMiddleware",
    "core.middleware.WallMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "setup.middleware.SetUpFirst",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "wutuan.urls"

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
                "wutuan.context_processors.navigation",
            ],
        },
    },
]

# --- data ---

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{quote(str(BASE_DIR / 'db.sqlite3'))}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # a write waits for its turn at the start, never fails half-way
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode = WAL;"
            "PRAGMA synchronous = NORMAL;"
            "PRAGMA cache_size = -64000;"
            "PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;"
        ),
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # disks are no longer slow at jumping; with PostgreSQL's 4 a town is looked for by reading the whole county
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")

# --- accounts ---

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.AccountBackend",
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"
SESSION_COOKIE_AGE = 8 * 60 * 60  # after it was last used; see accounts/sessions.py
SESSION_COOKIE_HTTPONLY = True
# a password that somebody else gave is void after so many days unless its owner has changed it
INITIAL_PASSWORD_DAYS = env.int("INITIAL_PASSWORD_DAYS", default=14)

# five wrong passwords for a name from one address lock both for a quarter of an hour
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "accounts.passwords.LongEnough",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
    )
]

# --- language and time ---

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- pages ---

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"

# --- files ---

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "wutuan.static.CarriedFilesFinder"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "uploads"  # personal data: read by the program alone, never served
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "incoming"
UPLOAD_LIMIT = 50 * 2**20
FILE_UPLOAD_HANDLERS = [
    "core.files.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.files.uploads.OwnFolderUpload",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "wutuan.static.HashedStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- jobs ---

REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # what a killed worker had comes back after ten minutes; looked for every ten seconds, not every hundred
        "visibility_timeout": 600,
        "unacked_restore_throttle": 1,
        **dict.fromkeys(("socket_connect_timeout", "socket_timeout"), 5),  # nobody waits for a broker that hangs
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": VAR_DIR / "broker",
        "data_folder_out": VAR_DIR / "broker",
        "control_folder": VAR_DIR / "broker" / "control",
        "polling_interval": 0.25,
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # would leave files behind
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "wutuan.beat:OnlyScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True  # what comes of a task is in the database
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_REDIRECT_STDOUTS = False

# seconds from one sign of life of a running job to the next, and how long without one it is given up
JOB_HEARTBEAT = 2
JOB_SILENCE = 60

# --- cache ---

CACHES = {"default": cache_in(REDIS_URL)}

# --- mail ---

# EMAIL_URL=smtp+tls://user:password@host:587; nothing is sent where it is not set
vars().update(env.email("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="wutuan@localhost")
EMAIL_TIMEOUT = 10

# --- reminders ---

REMINDER_CHANNELS = env.list("REMINDER_CHANNELS", default=["bell"])  # the others, email and webhook, need an address
REMINDER_WEBHOOK = env.str("REMINDER_WEBHOOK", default="")
REMINDER_WEBHOOK_KIND = env.str("REMINDER_WEBHOOK_KIND", default="wecom")
REMINDER_WEBHOOK_SECRET = env.str("REMINDER_WEBHOOK_SECRET", default="")
SITE_URL = env.str("SITE_URL", default="")

# --- https ---

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^metrics$"]  # asked for from the machine itself
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=PRODUCTION)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# other sites under the same domain are not ours to bind; the folder of uploads is made with the first
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "files.E001"]

# who the visitor is and whether they came by https, a proxy says, where there is one
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=PRODUCTION)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(0, "wutuan.middleware.ProxiedMiddleware")

# --- logging and metrics ---

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # without it /metrics answers this machine alone
LOG_FORMAT = env.str("LOG_FORMAT", default="json" if PRODUCTION else "line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "wutuan.logs.LineFormatter", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "wutuan.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO" if PRODUCTION else "WARNING")},
    "loggers": {
        "django": {},
        # these name paths and users; what they warn of is in our own lines and in the audit trail
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
        "waitress.queue": {"level": "ERROR"},
    },
}
