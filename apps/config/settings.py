"""Django's settings. Everything that differs between installations comes from `environment`."""

import dj_database_url

from apps.common import masking
from apps.config import environment as env

BASE_DIR = env.BASE_DIR
DATA_DIR = env.DATA_DIR

SECRET_KEY = env.secret_key()
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Where people and providers reach this installation; used in links of messages.
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "django_vite",
    "django_prometheus",
    "axes",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "apps.common",
    "apps.events",
    "apps.people",
    "apps.graph",
    "apps.rules",
    "apps.journeys",
    "apps.orchestrator",
    "apps.delivery",
    "apps.experiments",
    "apps.explain",
    "apps.simulate",
    "apps.privacy",
    "apps.console",
    "apps.embedded",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.common.viewer.Viewer",
    "apps.console.middleware.StaffOnly",
    "apps.console.middleware.WorkspaceZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.common.gone.GonePages",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "apps.config.urls"
WSGI_APPLICATION = "apps.config.wsgi.application"
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

# The stores -------------------------------------------------------------------------------------

DATABASE_URL = env.store_url("DATABASE_URL")
REDIS_URL = env.store_url("REDIS_URL")
NEO4J_URL = env.store_url("NEO4J_URL")
NEO4J_DATABASE = env.text("NEO4J_DATABASE")

DATABASES = {
    "default": {
        **dj_database_url.parse(DATABASE_URL or "postgres:///throughline", conn_max_age=None),
        "ENGINE": "django.db.backends.postgresql",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL or "redis://127.0.0.1:6379/0",
    }
}

# The flow ---------------------------------------------------------------------------------------

LANES = env.number("LANES", 64)
# Events per second that one source may send, counted over ten seconds.
INTAKE_EVENTS_PER_SECOND = env.number("INTAKE_EVENTS_PER_SECOND", 50_000)
ROUTE_BATCH = env.number("ROUTE_BATCH", 2000)
ADVANCE_BATCH = env.number("ADVANCE_BATCH", 500)
# How many lanes one drain may hold: all of them for one worker, a share for several.
ADVANCE_LANES = env.number("ADVANCE_LANES", LANES)
DELIVER_BATCH = env.number("DELIVER_BATCH", 50)
# Seconds between two looks at the rows for what a lost message missed, and for what has become due.
SWEEP_SECONDS = env.number("SWEEP_MILLISECONDS", 500) / 1000
# Seconds after which a delivery claimed by a silent worker may be claimed by another.
DELIVERY_LEASE_SECONDS = env.number("DELIVERY_LEASE_SECONDS", 30)
# A message decided longer ago than this is not sent by a provider that reaches people.
MESSAGE_MAX_AGE_HOURS = env.number("MESSAGE_MAX_AGE_HOURS", 12)

EMAIL_PROVIDER = env.text("EMAIL_PROVIDER", "sandbox")
SMTP_URL = env.text("SMTP_URL")
SMTP_TIMEOUT_SECONDS = env.number("SMTP_TIMEOUT_SECONDS", 20)
# Connections that one deliver process keeps busy when there is much to send.
DELIVER_THREADS = env.number("DELIVER_THREADS", 4)
# Webhooks go to public addresses only, and to these: "host" or "host:port".
WEBHOOK_ALLOWED_HOSTS = env.words("WEBHOOK_ALLOWED_HOSTS")
WEBHOOK_TIMEOUT_SECONDS = env.number("WEBHOOK_TIMEOUT_SECONDS", 10)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Throughline <no-reply@localhost>")

# People who log in ------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "apps.common.api_parsing.Json",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": [
        "apps.common.api_rendering.Json",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "apps.common.api.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Throughline management API",
    "DESCRIPTION": "People and decisions with their reasons; journeys, rules and holdouts.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api",
    "PREPROCESSING_HOOKS": ["apps.common.api_schema.only_the_api"],
    "ENUM_NAME_OVERRIDES": {
        "RequestStateEnum": "apps.privacy.models.Work.State",
        "SourceKindEnum": "apps.events.models.Source.Kind",
        "TriggerKindEnum": ["event", "timer", "merge"],
        "WhyNotKindEnum": "apps.explain.why_not.reasoning.cause.KINDS",
        "TrialStepKindEnum": "apps.simulate.trial.step.KINDS",
        "MessageChannelEnum": "apps.engine.nodes.message.CHANNELS",
        "JourneyStatusEnum": "apps.journeys.models.Journey.Status",
        "MoveStateEnum": "apps.journeys.models.JourneyMove.State",
        "ConsentModelEnum": "apps.rules.checks.CONSENT_MODELS",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Pages ------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")
LANGUAGE_CODE = "en"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
# The editor as it was built; see the Makefile.
DJANGO_VITE = {
    "default": {
        "static_url_prefix": "built",
        "manifest_path": BASE_DIR / "static" / "built" / "manifest.json",
    }
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_HTTPS = env.flag("SECURE_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
if SECURE_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = masking.configured(env.text("LOG_LEVEL", "WARNING"))
