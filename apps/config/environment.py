"""The only reader of the environment.

Addresses of the stores come from `DATABASE_URL`, `REDIS_URL` and `NEO4J_URL`. Where one is not
set, the address that the embedded stores of `DATA_DIR` wrote to `DATA_DIR/run/urls.json` is used,
so that `manage.py` in a second terminal speaks to the installation that `make up` started.
"""

import json
import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    return default if value is None else value.lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


DATA_DIR = Path(text("DATA_DIR", "var"))
if not DATA_DIR.is_absolute():
    DATA_DIR = BASE_DIR / DATA_DIR


def store_url(name: str) -> str:
    """The address of a store; "" where neither the environment nor DATA_DIR has one."""
    if os.environ.get(name):
        return os.environ[name]
    written = DATA_DIR / "run" / "urls.json"
    if written.exists():
        return str(json.loads(written.read_text()).get(name, ""))
    return ""


def secret_key() -> str:
    """`SECRET_KEY`, or one generated for this DATA_DIR (mode 600): no default secret."""
    if os.environ.get("SECRET_KEY"):
        return os.environ["SECRET_KEY"]
    path = DATA_DIR / "secret_key"
    if not path.exists():
        import secrets

        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
    return path.read_text()
