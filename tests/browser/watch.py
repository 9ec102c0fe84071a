"""What speaks against the pages that a test looks at: nothing of it may pass unnoticed."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# In the console, so that one way leads everything here.
VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) => console.error(
    `content policy: ${event.violatedDirective} forbids ${event.blockedURI || "inline"}`));"""
# A request that the page itself gave up, as when it goes on to the next.
GIVEN_UP = "net::ERR_ABORTED"
INSIDE = {"about", "blob", "data"}


class Watch:
    """Collects the complaints of windows; `allow` names those that a test expects."""

    def __init__(self, own: Sequence[str]) -> None:
        self._own = set(own)
        self._said: list[str] = []
        self._allowed: set[str] = set()

    def look(self, context: BrowserContext) -> None:
        """Watch every page that opens in this context."""
        context.add_init_script(VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def trust(self, origin: str) -> None:
        """Requests to this origin are expected, too."""
        self._own.add(origin)

    def allow(self, text: str) -> None:
        """Let complaints pass that have this text in them."""
        self._allowed.add(text)

    @property
    def complaints(self) -> list[str]:
        return [said for said in self._said if not any(text in said for text in self._allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location.get("url", "")
            self._said.append(f"console {message.type}: {message.text} ({where})")

    def _error(self, error: WebError) -> None:
        self._said.append(f"page error: {error.error}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in INSIDE or f"{address.scheme}://{address.netloc}" in self._own:
            return
        self._said.append(f"foreign request: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != GIVEN_UP:
            self._said.append(f"failed request: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self._said.append(f"answer {response.status}: {response.url}")
