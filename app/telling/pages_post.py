"""The post of the installation, for those who run it: what did not arrive, and addresses that do not work."""

from fastapi import APIRouter, Request, Response

from app.activity.models import MailState
from app.jobs.queue import enqueue
from app.mail import queries as mail
from app.telling import actions, queries
from app.telling.guards import TheSuppression, runs_the_portal
from app.web.forms import Pressed
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page, see_other

router = APIRouter(prefix="/drift/e-post", include_in_schema=False, dependencies=[only(runs_the_portal)])


@router.get("", name="post_office")
def show_post(request: Request, db: Db, skickat: str = "", slappt: str = "") -> Response:
    return page(
        request,
        "telling/post_office.html",
        counts=mail.count_by_state(db),
        states=list(MailState),
        last_sent=queries.last_sent(db),
        troubled=mail.troubled(db),
        suppressions=mail.suppressions(db),
        was_sent=bool(skickat),
        was_lifted=bool(slappt),
        has_server=bool(request.app.state.settings.smtp_host),
    )


@router.post("")
def send_test_letter(request: Request, db: Db, actor: CurrentActor, _: Pressed) -> Response:
    enqueue(db, "write_test_letter", membership_id=str(actor.membership_id))
    return see_other(request, "post_office", {"skickat": "ja"})


@router.post("/{suppression_id:uuid}/slapp", name="lift_suppression")
def lift(request: Request, db: Db, actor: CurrentActor, suppression: TheSuppression, _: Pressed) -> Response:
    actions.lift(db, actor, suppression)
    return see_other(request, "post_office", {"slappt": "ja"})
