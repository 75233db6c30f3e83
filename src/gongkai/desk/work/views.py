"""我的工作：what waits for this officer, most urgent first."""

from django.db.models import QuerySet
from django.http import HttpResponse

from gongkai.desk.counts import counts_of
from gongkai.desk.door import StaffRequest, may_over_all, may_somewhere, show, staff
from gongkai.desk.policies.expiring import stage_of
from gongkai.desk.rows import notices_proposed
from gongkai.foi.worklist import pace_on, waiting_for
from gongkai.journal.queries import parked
from gongkai.journal.rules.permits import Permit as Calendar
from gongkai.notices import queries as notices
from gongkai.people.rules.permits import Permit as People
from gongkai.policies import interpretations as explanations
from gongkai.policies import queries, worklists
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.models import Draft
from gongkai.policies.rules.permits import Permit
from gongkai.publishing.rules.permits import Permit as Publishing
from gongkai.shared.clock import today

SHOWN = 5


@staff()
def home(request: StaffRequest) -> HttpResponse:
    """Each list its first few rows; whoever may not work on it does not have it."""
    may = {
        "write": may_somewhere(request.actor, Permit.WRITE),
        "import": may_somewhere(request.actor, Permit.IMPORT),
        "decide": may_somewhere(request.actor, Permit.PUBLISH) or may_somewhere(request.actor, Publishing.REVIEW_SECRECY),
        "relate": may_somewhere(request.actor, Permit.RELATE),
        "read": may_somewhere(request.actor, Permit.READ_DRAFTS),
        "topics": may_somewhere(request.actor, Permit.APPROVE_TOPICS),
        "journal": may_over_all(request, People.READ_JOURNAL),
        "calendar": may_over_all(request, Calendar.CONFIRM_NOTICE),
    }
    day = today()
    standards = standards_on(day)
    pace = pace_on(day)
    owed = explanations.owed(request.actor, day, standards) if may["write"] or may["decide"] else []
    queues = {
        "cases": [(case, pace.says(case)) for case in waiting_for(request.officer, request.actor)[:SHOWN]],
        "mine": _mine(request)[:SHOWN] if may["write"] else [],
        "told": worklists.told(request.actor)[:SHOWN] if may["write"] else [],
        "owed": owed[:SHOWN],
        "items": worklists.items_to_confirm(request.actor)[:SHOWN] if may["import"] else [],
        "submitted": worklists.drafts(request.actor, state="submitted")[:SHOWN] if may["decide"] else [],
        "citations": worklists.citations(request.actor, waiting="confirm")[:SHOWN] if may["relate"] else [],
        "expiring": [(policy, stage_of(policy, day, standards)) for policy in queries.expiring(request.actor, on=day)[:SHOWN]]
        if may["read"]
        else [],
        "parked": parked()[:SHOWN] if may["journal"] else [],
        "mails": notices.failed_mails()[:SHOWN] if may["journal"] else [],
        "topics": worklists.topics_to_approve(request.actor)[:SHOWN] if may["topics"] else [],
        "holidays": notices_proposed() if may["calendar"] else [],
        "unread": notices.unread(request.officer)[:SHOWN],
    }
    queues = {name: list(rows) for name, rows in queues.items()}
    counts = counts_of(request.officer, request.actor, oversees=may["journal"], fresh=True)
    return show(
        request,
        "desk/work/home.html",
        may=may,
        waiting=counts,
        today=day,
        nothing=not any(queues.values()),
        told_count=worklists.told(request.actor).count() if queues["told"] else 0,
        owed_count=len(owed),
        owed_late=any(one.is_overdue for one in owed),
        **queues,
    )


def _mine(request: StaffRequest) -> QuerySet[Draft]:
    """The officer's own drafts not sent for review, the returned ones first."""
    rows = worklists.drafts(request.actor).filter(written_by=request.officer, submitted_at=None)
    return rows.order_by("-returned", "-saved_at", "id")
