"""Kumla is on its way in: four of six steps, as soon as its sign-in is connected (domain.md 8.5)."""

from collections.abc import Iterator

from app.demo.stage import Stage, Story
from app.onboarding import actions, queries
from app.onboarding.forms import OnboardingForm
from app.people import queries as people


def kumla(stage: Stage) -> Story:
    """An interest and an agreement; the leader and the decision-maker are of the cast. The training is to come."""
    yield stage.at(-75, "10.30")
    organisation = people.organisation_by_slug(stage.db, "kumla")
    if organisation is None:
        raise ValueError("there is no Kumla")
    contact = "Chefen för digital utveckling"
    actions.note_interest(stage.db, stage.actor("ylva"), organisation, stage.day(-75), contact, is_demo=True)
    yield stage.at(-50, "13.15")
    found = queries.one(stage.db, stage.actor("joakim"), "kumla")
    said = OnboardingForm(contact=contact, agreement_signed_on=stage.day(-50), registry_number="26RS-demo-7")
    actions.write_down(stage.db, stage.actor("joakim"), found.onboarding, said, None)


def stories(stage: Stage) -> Iterator[Story]:
    yield kumla(stage)
