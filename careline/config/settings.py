"""Django's settings. What an operator may choose is read and checked in `configuration.py`."""

from pathlib import Path

import django_stubs_ext
from csp.constants import SELF

from careline.config import translated
from careline.config.configuration import load
from careline.core import logs
from careline.core.job_logs import bind_async_job, bind_job

django_stubs_ext.monkeypatch()  # lets Django's generic classes be subscripted at run time

PACKAGE = Path(__file__).resolve().parent.parent
CONFIGURATION = load()

SECRET_KEY = CONFIGURATION.secret_key
DEBUG = CONFIGURATION.debug
ALLOWED_HOSTS = [CONFIGURATION.host, "localhost", "127.0.0.1", "[::1]", *CONFIGURATION.allowed_hosts]
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.url]
CARELINE_HOME = CONFIGURATION.home
CARELINE_URL = CONFIGURATION.url
CARELINE_LISTENER_DSN = CONFIGURATION.listener_dsn
CARELINE_LISTENER_IS_ITS_OWN = bool(CONFIGURATION.listener_database_url)
CARELINE_SMTP_LISTEN = CONFIGURATION.smtp_listen
CARELINE_LMTP_LISTEN = CONFIGURATION.lmtp_listen
CARELINE_SMTP_CERTIFICATE = CONFIGURATION.smtp_certificate
CARELINE_SMTP_KEY = CONFIGURATION.smtp_key
CARELINE_MAX_MAIL_BYTES = CONFIGURATION.max_mail_megabytes * 1024 * 1024
CARELINE_HTTP_ALLOWED_NETWORKS = CONFIGURATION.http_allowed_networks
CARELINE_METRICS_TOKEN = CONFIGURATION.metrics_token

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "careline.accounts",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "procrastinate.contrib.django",
    "careline.config",
    "careline.core",
    "careline.ui",
    "careline.fields",
    "careline.customers",
    "careline.workforce",
    "careline.tickets",
    "careline.webhooks",
    "careline.policies",
    "careline.feedback",
    "careline.authority",
    "careline.promises",
    "careline.playbooks",
    "careline.rules",
    "careline.routing",
    "careline.channels",
    "careline.notices",
    "careline.insight",
    "careline.guide",
]

MIDDLEWARE = [
    "careline.core.middleware.RequestIdMiddleware",
    "careline.core.api.middleware.ProblemMiddleware",
    "careline.core.live.middleware.LivePositionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "careline.accounts.middleware.DoorMiddleware",
    "careline.accounts.middleware.PersonMiddleware",
]

ROOT_URLCONF = "careline.config.urls"
WSGI_APPLICATION = "careline.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Agent"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": translated.database(CONFIGURATION)}

CACHES = {"default": {"BACKEND": "careline.core.shared_cache.SharedCache"}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = CONFIGURATION.home / "static"
STORAGES = {
    "default": translated.file_storage(CONFIGURATION),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "careline.ui.storage.HouseStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

PASSWORD_HASHERS = [
    "careline.accounts.hashing.StaffArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "careline.accounts.passwords.LengthRule"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
PASSWORD_RESET_TIMEOUT = 2 * 3600

# Logging in is django-allauth's work; the pages, forms and the closed door are those of the accounts app.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "careline.accounts.adapter.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key,50/5m/ip"}
ACCOUNT_FORMS = {
    "login": "careline.accounts.forms.door.LogInForm",
    "reset_password": "careline.accounts.forms.door.ForgotForm",
    "reset_password_from_key": "careline.accounts.forms.door.NewPasswordForm",
    "change_password": "careline.accounts.forms.door.ChangePasswordForm",
    "set_password": "careline.accounts.forms.door.SetPasswordForm",
    "reauthenticate": "careline.accounts.forms.door.ConfirmForm",
}
MFA_ADAPTER = "careline.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Careline"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIGURATION.is_https
MFA_FORMS = {
    "authenticate": "careline.accounts.forms.door.CodeForm",
    "reauthenticate": "careline.accounts.forms.door.ConfirmCodeForm",
    "activate_totp": "careline.accounts.forms.door.AppForm",
}
SOCIALACCOUNT_ADAPTER = "careline.accounts.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = translated.single_sign_on(CONFIGURATION)
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: a form may not lead to another site under our policy

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CONFIGURATION.is_https
CSRF_COOKIE_SECURE = CONFIGURATION.is_https
SECURE_HSTS_SECONDS = 31536000 if CONFIGURATION.is_https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

PROCRASTINATE_WORKER_DEFAULTS = {"task_middleware": [bind_job, bind_async_job]}
PROCRASTINATE_IMPORT_PATHS = ["careline.core.jobs"]

EMAIL_BACKEND = "careline.channels.email.backend.Backend"
vars().update(translated.outgoing_mail(CONFIGURATION))

logs.configure()
LOGGING = logs.settings(form=CONFIGURATION.log_format, level=CONFIGURATION.log_level)
