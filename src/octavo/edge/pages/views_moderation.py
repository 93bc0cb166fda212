"""What the pages of moderation show: reporting, the queue, the log, and the decisions that concern one."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from octavo.edge.pages.views import Author
from octavo.edge.pages.views_private import Problem


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """A story, response or person as it is named in lists; without `name` it is gone. `kind`: "story",
    "response", "person"; `html`: what a response says."""

    kind: str
    id: str
    name: str = ""
    address: str = ""
    html: str = ""


class ReportForm(msgspec.Struct, frozen=True, kw_only=True):
    """`/report`: why. Sends kind, id, reason and words."""

    template: ClassVar[str] = "report.html"
    thing: Thing
    reason: str = ""
    words: str = ""
    problems: tuple[Problem, ...] = ()


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one person reported."""

    by: Author
    reason: str
    words: str
    at: datetime


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was reported, with all reports of it. `own`: it is about whoever looks."""

    thing: Thing
    concerned: Author
    reports: int
    reasons: Mapping[str, int]
    newest: tuple[ReportLine, ...]
    first_at: datetime
    own: bool = False


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided. `mine`: it concerns whoever looks."""

    thing: Thing
    verdict: str
    statement: str
    reports: int
    at: datetime
    by: Author | None = None
    mine: bool = False


class ReportsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/reports`, and with `?show=decided` what was decided. A decision sends kind, id, verdict and
    statement; one that was refused has `problems` at the case of `wrong`."""

    template: ClassVar[str] = "reports.html"
    show: str = "open"
    cases: tuple[CaseRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    more: str = ""
    wrong: str = ""
    statement: str = ""
    problems: tuple[Problem, ...] = ()


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the log; `act` and `detail` as the contract has them."""

    act: str
    at: datetime
    by: Author
    person: Author
    thing: Thing | None = None
    detail: str = ""


class LogPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/admin/log`."""

    template: ClassVar[str] = "log.html"
    entries: tuple[EntryRow, ...] = ()
    more: str = ""


class DecisionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """`/me/decisions`: what was decided about one's own, and about what one reported."""

    template: ClassVar[str] = "decisions.html"
    decisions: tuple[DecisionRow, ...] = ()
    more: str = ""


ModerationPage = ReportForm | ReportsPage | LogPage | DecisionsPage
