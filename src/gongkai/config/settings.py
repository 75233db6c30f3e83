"""All settings, read from the environment. The table in docs/operations.md is generated from the `env` calls below."""

import os
import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from gongkai.config import env

ROOT = Path(__file__).resolve().parents[3]

TRIAL = env.flag("GONGKAI_DEBUG", True, "试用模式：装入演示城市、允许演示账号登录。正式运行必须设为 0")
DEBUG = TRIAL and env.flag("GONGKAI_TRACE", False, "出错时显示技术细节，仅供开发，试用模式下才起作用")
_DATA = str(ROOT / "data")
DATA_DIR = Path(env.text("GONGKAI_DATA", _DATA, "数据目录：数据库、文件、索引、密钥都在这里").strip() or _DATA)
if not DATA_DIR.is_absolute():
    DATA_DIR = ROOT / DATA_DIR


def _kept_secret(name: str) -> str:
    """A secret made on first use and kept, readable by its owner only, in the data folder."""
    path = DATA_DIR / name
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = env.text("GONGKAI_SECRET_KEY", "", "签名密钥；不设则在数据目录生成并保存（多节点部署时各节点须一致）") or _kept_secret(
    "secret-key"
)
ALLOWED_HOSTS = env.words("GONGKAI_HOSTS", "127.0.0.1 localhost [::1]", "允许的访问域名，以空格分隔")
CSRF_TRUSTED_ORIGINS = env.words("GONGKAI_TRUSTED_ORIGINS", "", "可信来源，如 https://zwgk.example.gov.cn")
SITE_URL = env.text("GONGKAI_SITE_URL", "http://127.0.0.1:8000", "对外网址，用于一策一码、订阅源、邮件中的链接").rstrip("/")
BEHIND_PROXY = env.flag("GONGKAI_BEHIND_PROXY", False, "部署在反向代理之后（信任它写的 X-Forwarded-Proto 和 X-Forwarded-For）")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
HTTPS_ONLY = env.flag("GONGKAI_HTTPS_ONLY", False, "只用 HTTPS：Cookie 加 Secure、发送 HSTS")
NODE = env.text("GONGKAI_NODE", "node1", "本节点名称，多节点部署时各不相同")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "django_otp",
    "mozilla_django_oidc",
    "gongkai.workdays",
    "gongkai.people",
    "gongkai.journal",
    "gongkai.documents",
    "gongkai.notices",
    "gongkai.publishing",
    "gongkai.catalogue",
    "gongkai.policies",
    "gongkai.registers",
    "gongkai.enquiries",
    "gongkai.foi",
    "gongkai.search",
    "gongkai.exchange",
    "gongkai.assistant",
    "gongkai.ui",
    "gongkai.portal",
    "gongkai.desk",
    "gongkai.openapi",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gongkai.ui.middleware.page_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "gongkai.desk.accounts.gate.Gate",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": ["django.templatetags.static"],
        },
    }
]

DATABASE_URL = env.text("DATABASE_URL", "", "PostgreSQL 地址，形如 postgres://用户:口令@主机:5432/库名；不设则用数据目录中的 SQLite")
_full_sync = env.flag("GONGKAI_SQLITE_FULL_SYNC", False, "SQLite 每次提交都落盘（断电不丢最后几笔，写入变慢）")
if DATABASE_URL:
    DATABASES = {"default": env.postgres(DATABASE_URL)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "gongkai.sqlite3",
            "CONN_MAX_AGE": None,  # else the pragmas below run on every request
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # take the write lock at once: four writers, no "database is locked"
                "timeout": 20,
                "init_command": f"PRAGMA journal_mode=WAL;PRAGMA synchronous={'FULL' if _full_sync else 'NORMAL'};"
                "PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# —— people: field encryption ——
FIELD_KEYS = env.words(
    "GONGKAI_FIELD_KEYS", "", "字段加密（SM4）密钥，形如 k2:随机串 k1:随机串，现用的在前；不设则自动生成并保存在数据目录"
)
FIELD_KEYS = FIELD_KEYS or ["k1:" + _kept_secret("field-key")]
FIELD_INDEX_SECRET = env.text("GONGKAI_FIELD_INDEX_SECRET", "", "加密字段的检索密钥，设定后不可更换；不设则自动生成并保存在数据目录")
FIELD_INDEX_SECRET = FIELD_INDEX_SECRET or _kept_secret("field-index-key")
# —— end of people: field encryption ——

AUTH_USER_MODEL = "people.Officer"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "gongkai.people.password_policy.SeveralClasses"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "gongkai.people.backends.OfficerBackend"]
SECOND_STEP_ROLES = env.words("GONGKAI_SECOND_STEP_ROLES", "", "必须启用动态口令（双因素）的角色，如 signer admin")
PASSWORD_DAYS = env.number("GONGKAI_PASSWORD_DAYS", 90, "口令多少天须更换，0 表示不强制")
LOGIN_URL = "desk:sign-in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "desk:sign-in"

# 等保三级（领域规则 14.4）：五次失败锁定三十分钟；空闲三十分钟自动退出
AXES_FAILURE_LIMIT = env.number("GONGKAI_SIGN_IN_ATTEMPTS", 5, "连续登录失败多少次后锁定")
AXES_COOLOFF_TIME = env.number("GONGKAI_SIGN_IN_LOCK_MINUTES", 30, "锁定多少分钟") / 60
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "gongkai.people.sign_in_trace.username"
AXES_CLIENT_IP_CALLABLE = "gongkai.people.sign_in_trace.address"
SIGN_IN_TRACE_DAYS = env.number("GONGKAI_SIGN_IN_TRACE_DAYS", 7, "失败的登录尝试（只存带密钥的摘要）保留多少天")
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the journal keeps it
AXES_VERBOSE = False
SESSION_COOKIE_AGE = env.number("GONGKAI_IDLE_MINUTES", 30, "工作人员空闲多少分钟自动退出") * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31536000 if HTTPS_ONLY else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "frame-src": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

MAX_UPLOAD_MB = env.number("GONGKAI_MAX_UPLOAD_MB", 50, "单个上传文件的最大体积（MB）")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
INDEX_DIR = DATA_DIR / "index"
VECTORS_DIR = DATA_DIR / "vectors"
MODELS_DIR = DATA_DIR / "models"
SEARCH_INDEX = env.text(
    "GONGKAI_SEARCH", "tantivy", "检索索引放在哪里：tantivy 每个节点一份（默认），postgres 放在 PostgreSQL 里各节点共用"
).strip()
if SEARCH_INDEX not in {"tantivy", "postgres"} or (SEARCH_INDEX == "postgres" and not DATABASE_URL):
    raise SystemExit("GONGKAI_SEARCH 只能是 tantivy，或在设置了 DATABASE_URL 时是 postgres。")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy loads: its own threads cost forty times what they do here
SEMANTIC = env.flag("GONGKAI_SEMANTIC", False, "语义检索：提问时按意思也能找到条款。首次启动时安装可选组件，后台用闲时计算向量")

EMAIL_HOST = env.text("GONGKAI_SMTP_HOST", "", "邮件服务器；不设则不发邮件，只有站内通知")
EMAIL_PORT = env.number("GONGKAI_SMTP_PORT", 465, "邮件服务器端口")
EMAIL_HOST_USER = env.text("GONGKAI_SMTP_USER", "", "邮件账号")
EMAIL_HOST_PASSWORD = env.text("GONGKAI_SMTP_PASSWORD", "", "邮件口令")
EMAIL_USE_SSL = True
EMAIL_TIMEOUT = 20
QUIET_HOURS = env.text("GONGKAI_QUIET_HOURS", "22:00-07:30", "这段时间不发邮件，攒到之后再发")
DEFAULT_FROM_EMAIL = env.text("GONGKAI_MAIL_FROM", "", "发件人地址；不设则用邮件账号")
if EMAIL_HOST and "@" not in (DEFAULT_FROM_EMAIL or EMAIL_HOST_USER):
    raise SystemExit("设置了邮件服务器（GONGKAI_SMTP_HOST），还要设置发件人地址 GONGKAI_MAIL_FROM。")

# 页脚标识（领域规则 5.6、14.3）：没有设置的不显示，绝不编造
SITE = {
    "name": env.text("GONGKAI_SITE_NAME", "", "网站名称；不设则用本站所属政府的名称"),
    "sponsor": env.text("GONGKAI_SITE_SPONSOR", "", "主办单位"),
    "operator": env.text("GONGKAI_SITE_OPERATOR", "", "承办单位"),
    "id_code": env.text("GONGKAI_SITE_ID_CODE", "", "政府网站标识码（10 位）"),
    "icp": env.text("GONGKAI_SITE_ICP", "", "ICP 备案号"),
    "police": env.text("GONGKAI_SITE_POLICE", "", "公安备案号"),
    "phone": env.text("GONGKAI_SITE_PHONE", "", "网站联系电话"),
}
DEMO_REGION = "990100"  # 演示城市“澜州市”
ONE_PERSON_MAY_REVIEW_AND_SIGN = env.flag(
    "GONGKAI_ONE_PERSON_MAY_REVIEW_AND_SIGN",
    False,
    "允许同一人既做保密审查又签发，仅供人手不足的单位；谁写的稿件谁都不能审、不能签，不受此项影响",
)
REVIEW_ROUNDS = env.number(
    "GONGKAI_REVIEW_ROUNDS", 3, "没有另行设定的单位和类型审几轮（1 至 3），最后一轮就是签发；三审三校为 3，人手少的单位可为 2 或 1"
)
CHECK_LINKS = env.flag(
    "GONGKAI_CHECK_LINKS",
    False,
    "安全巡查查外部链接是否打得开：后台进程直接访问这些网页（只访问公网地址的 80、443 端口，每个最多 6 秒、4 次转向，不读内容）；服务器能上公网的才打开",
)
FOI_CONFIRM = env.text(
    "GONGKAI_FOI_CONFIRM",
    "by_officer",
    "网上申请怎样算“双方确认”：by_officer 经办人点“确认收到”之日，on_submission 提交成功、申请人看到回执之日",
)
FOI_PER_PERSON = env.number("GONGKAI_FOI_PER_PERSON", 20, "同一申请人（按证件号码）每小时最多在网上提交多少件申请")
FOI_PER_ADDRESS = env.number(
    "GONGKAI_FOI_PER_ADDRESS", 200, "同一网络地址每小时最多在网上提交多少件申请；单位、网吧、村居代办点会共用一个地址"
)
FOI_RETENTION_YEARS = env.number("GONGKAI_FOI_RETENTION_YEARS", 10, "依申请公开案卷的保管期限，年（国家档案局令第8号的档次，待复核）")
FOI_RETENTION_YEARS_DISPUTED = env.number("GONGKAI_FOI_RETENTION_YEARS_DISPUTED", 30, "进入复议、诉讼的案卷的保管期限，年（待复核）")
FOI_DESTRUCTION_BASIS = env.text(
    "GONGKAI_FOI_DESTRUCTION_BASIS",
    "档案法第二十一条（条号待复核）、个人信息保护法第四十七条",
    "案卷保管期满鉴定销毁的依据，写在不予办理的提示里；档案法的条号待复核",
)
REGION_CODE = env.text("GONGKAI_REGION", DEMO_REGION if TRIAL else "", "本站所属政府的行政区划代码（6 位）；不设则用组织树最高一级")
ASSISTANT_BAR = env.number("GONGKAI_ASSISTANT_BAR", 90, "智能问答每月抽查的回答正确率（%）低于此数时，停止直接回答，只给依据条款")

OIDC_ISSUER = env.text("GONGKAI_OIDC_ISSUER", "", "统一身份认证（OIDC）的签发者地址；不设则不启用")
OIDC_ENABLED = bool(OIDC_ISSUER)
if OIDC_ENABLED:
    AUTHENTICATION_BACKENDS += ["gongkai.people.backends.IdentityBackend"]
OIDC_AUTHENTICATION_CALLBACK_URL = "desk:identity-callback"
OIDC_RP_SCOPES = "openid"
OIDC_TIMEOUT = 10
OIDC_RP_CLIENT_ID = env.text("GONGKAI_OIDC_CLIENT_ID", "", "OIDC 客户端编号")
OIDC_RP_CLIENT_SECRET = env.text("GONGKAI_OIDC_CLIENT_SECRET", "", "OIDC 客户端口令")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.text("GONGKAI_OIDC_AUTHORIZE", "", "OIDC 授权地址")
OIDC_OP_TOKEN_ENDPOINT = env.text("GONGKAI_OIDC_TOKEN", "", "OIDC 令牌地址")
OIDC_OP_USER_ENDPOINT = env.text("GONGKAI_OIDC_USERINFO", "", "OIDC 用户信息地址")
OIDC_OP_JWKS_ENDPOINT = env.text("GONGKAI_OIDC_JWKS", "", "OIDC 公钥地址")
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_CREATE_USER = False

QUESTION_DAYS = env.number("GONGKAI_QUESTION_DAYS", 180, "智能问答的问题（已脱敏）和回答保留多少天，到期删除")

API_RATE_PER_MINUTE = env.number("GONGKAI_API_RATE", 120, "开放接口匿名调用每分钟次数（按来源地址）")
API_KEY_RATE_PER_MINUTE = env.number("GONGKAI_API_KEY_RATE", 1200, "开放接口持密钥调用每分钟次数")

# —— assistant: model endpoint ——
MODEL_PLAIN = env.flag("GONGKAI_MODEL_PLAIN", False, "允许用 http（不加密）访问别的机器上的模型接口，仅限可信内网")
MODEL_URL = env.endpoint(
    "GONGKAI_MODEL_URL",
    "",
    "智能问答润色用的模型接口（兼容 OpenAI），如 https://api.example.com/v1；不设则答案全是原文。发出的只有已公开的条款和脱敏后的问题",
    plain=MODEL_PLAIN,
)
MODEL_KEY = env.text("GONGKAI_MODEL_KEY", "", "模型接口的密钥")
MODEL_NAME = env.text("GONGKAI_MODEL_NAME", "", "模型名称，会标在润色过的答案上")
MODEL_TIMEOUT = env.number("GONGKAI_MODEL_TIMEOUT", 15, "逐句显示时最多等模型多少秒；不逐句显示时最多 2 秒。原文答案不等模型")
MODEL_CALLS_PER_DAY = env.number("GONGKAI_MODEL_CALLS_PER_DAY", 5000, "每天最多调用模型多少次（所有节点合计），0 表示不限")
MODEL_TOKENS_PER_DAY = env.number("GONGKAI_MODEL_TOKENS_PER_DAY", 5_000_000, "每天最多用多少词元（所有节点合计），0 表示不限")
# —— end of assistant: model endpoint ——

EXCHANGE_LOOPBACK = env.flag(
    "GONGKAI_EXCHANGE_LOOPBACK", False, "允许推送目标是本机（http://127.0.0.1:…），只供联调和同一台机器上的两个平台；正式运行不要打开"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("GONGKAI_LOG", "WARNING", "日志级别")},
}
SILENCED_SYSTEM_CHECKS = ["axes.W003", "axes.W006"]
