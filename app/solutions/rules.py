"""Who may do what with a solution, and on which grounds."""

from app.actor import THE_CLOCK, Actor, Role
from app.rule import Rule
from app.solutions.models import Solution


def it_is_shown(actor: Actor, solution: Solution) -> bool:
    """The company shows it in the catalogue: everyone can see it."""
    return solution.is_shown


def their_company_offers_it(actor: Actor, solution: Solution) -> bool:
    """Their company offers it."""
    return solution.belongs_to(actor.organisation_id) & actor.is_signed_in


def they_represent_the_company(actor: Actor, solution: Solution) -> bool:
    """They represent the company that offers it."""
    return solution.belongs_to(actor.organisation_id) & actor.has(Role.company_rep)


def the_clock_moves_it(actor: Actor, solution: Solution) -> bool:
    """The portal does it by itself when a year has passed."""
    return solution.is_usable & (actor.membership_id == THE_CLOCK.membership_id)


may_view = Rule(Solution, it_is_shown, their_company_offers_it)
may_edit = Rule(Solution, they_represent_the_company)
may_see_pricing = Rule(Solution, their_company_offers_it)
may_keep_time = Rule(Solution, the_clock_moves_it)


def may_describe(actor: Actor) -> bool:
    return actor.has(Role.company_rep)
