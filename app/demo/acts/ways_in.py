"""What an organisation's administrator does about ways in, and what its own services say of its people."""

from collections.abc import Sequence
from datetime import timedelta

from app.actor import Actor, Role, directory_of
from app.administration import actions_newcomers
from app.administration.forms_newcomers import NewcomersForm, Opening
from app.demo.stage import Stage
from app.organisations.models import Organisation
from app.people import actions as people
from app.people.models import Source
from app.role_mappings import actions as role_mappings
from app.role_mappings import queries
from app.role_mappings.models import Match
from app.role_mappings.reckoning import Draft
from app.scim import actions as directory
from app.scim import administering
from app.scim.resources import Group, Someone


def _house(stage: Stage, who: str) -> tuple[Actor, Organisation]:
    actor = stage.actor(who)
    return actor, queries.organisation(stage.db, actor.organisation_id)


def map_groups(stage: Stage, who: str, groups: Sequence[tuple[str, Role]]) -> None:
    """Let groups of the sign-in service or the directory give roles."""
    actor, house = _house(stage, who)
    lines = [Draft("groups", Match.equals, group, role) for group, role in groups]
    key = role_mappings.preview(stage.db, house, lines).key
    role_mappings.save(stage.db, actor, house, lines, version=None, key=key)


def connect_directory(stage: Stage, who: str, lasts: timedelta) -> None:
    """Make a key for the directory. Nobody keeps it: what it sends here is sent by the demonstration itself."""
    actor, house = _house(stage, who)
    administering.create_key(stage.db, actor, house, lasts)


def send_people(stage: Stage, who: str, sent: Sequence[tuple[str, str, bool, tuple[str, ...]]]) -> None:
    """The directory's first sync, which waits for the administrator's yes."""
    _, house = _house(stage, who)
    found = administering.directory_for(stage.db, house)
    members: dict[str, list[str]] = {}
    for user_name, name, active, groups in sent:
        address = f"{user_name}@{house.slug}.example"
        said = {"userName": address, "displayName": name, "active": active, "emails": [{"value": address}]}
        user = directory.create_user(stage.db, found, Someone.model_validate(said))
        for group in groups:
            members.setdefault(group, []).append(str(user.id))
    for group, ids in members.items():
        said_of_group = {"displayName": group, "members": [{"value": one} for one in ids]}
        directory.create_group(stage.db, found, Group.model_validate(said_of_group))


def let_newcomers_wait(stage: Stage, who: str) -> None:
    """Whoever the sign-in service vouches for may come, once an administrator has said yes."""
    actor, _ = _house(stage, who)
    chosen = NewcomersForm(jit=Opening.all_from_connection, newcomers_wait=True, default_role=Role.unit_contact)
    actions_newcomers.set_policy(stage.db, actor, chosen, None)


def come_for_the_first_time(stage: Stage, who: str, newcomers: Sequence[tuple[str, str]]) -> None:
    """People sign in whom nobody has invited."""
    actor, house = _house(stage, who)
    for name, email in newcomers:
        people.add(
            stage.db,
            directory_of(actor.organisation_id, actor.organisation_name),
            house,
            email=email,
            name=name,
            roles=(),
            source=Source.mapping,
            is_proposal=True,
        )
