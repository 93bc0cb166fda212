"""What moderation keeps when its process dies while somebody reports, and when its database is away."""

import pytest

from octavo.chassis.context import acting_as
from octavo.moderation.api import CONTRACT, Moderation, Reason, Subject, SubjectKind
from tests.faults.standing import (
    Act,
    Reach,
    Standing,
    comes_back_with_its_database,
    once_or_not_at_all,
    published,
)
from tests.stories.desk import MODERATOR

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def story(reach: Reach, mark: str) -> Subject:
    return Subject(kind=SubjectKind.STORY, id=(await published(reach, mark)).id)


async def report(reach: Reach, subject: Subject) -> None:
    moderation: Moderation = reach(CONTRACT)
    await moderation.report(subject=subject, reason=Reason.SPAM, words=subject.id)


async def reported(reach: Reach, subject: Subject) -> int:
    moderation: Moderation = reach(CONTRACT)
    with acting_as(MODERATOR):
        cases = (await moderation.list_cases(limit=50)).cases
    return sum(one.reports for one in cases if one.subject == subject)


REPORT = Act(before=story, write=report, count=reported)


async def test_a_report_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, REPORT)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, REPORT)
