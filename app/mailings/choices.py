"""To whom the region can write at once, said so that one knows whom one is choosing."""

from app.actor import Role
from app.language import N_, Worded


class Receivers(Worded):
    leaders = "leaders", N_("Testbed leaders and their deputies")
    sponsors = "sponsors", N_("Decision-makers")
    colleagues = "colleagues", N_("Unit contacts and assessors")
    administrators = "administrators", N_("Administrators of organisations")
    companies = "companies", N_("Company representatives")
    researchers = "researchers", N_("Researchers")
    region = "region", N_("Those who work for the region")


ROLES: dict[Receivers, tuple[Role, ...]] = {
    Receivers.leaders: (Role.testbed_leader, Role.testbed_deputy),
    Receivers.sponsors: (Role.sponsor,),
    Receivers.colleagues: (Role.unit_contact, Role.assessor),
    Receivers.administrators: (Role.organisation_admin,),
    Receivers.companies: (Role.company_rep,),
    Receivers.researchers: (Role.researcher,),
    Receivers.region: (Role.region_lead, Role.region_officer),
}
