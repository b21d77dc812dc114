"""The lists a solution is described with (domain.md 4.4)."""

from app.language import N_, Worded


class SolutionKind(Worded):
    product = "product", N_("Product")
    service = "service", N_("Service")
    method = "method", N_("Way of working")


class Maturity(Worded):
    """Technology readiness in words; the level 1–9 each stands for is `LEVELS`."""

    idea = "idea", N_("Idea")
    lab = "lab", N_("Prototype tried in-house")
    users = "users", N_("Prototype tried with users")
    few = "few", N_("Finished product with few customers")
    established = "established", N_("Established product")


LEVELS = {Maturity.idea: 2, Maturity.lab: 4, Maturity.users: 6, Maturity.few: 8, Maturity.established: 9}


class MarketStatus(Worded):
    prototype = "prototype", N_("Prototype")
    pilot_customer = "pilot_customer", N_("Pilot customer")
    on_market = "on_market", N_("On the market")


class Marking(Worded):
    """CE marking and, for medical devices, the class (Regulation (EU) 2017/745)."""

    none = "none", N_("No CE marking")
    ce_other = "ce_other", N_("CE marked under other legislation")
    mdr_i = "mdr_i", N_("Medical device, class I")
    mdr_i_special = "mdr_i_special", N_("Medical device, class Is, Im or Ir")
    mdr_iia = "mdr_iia", N_("Medical device, class IIa")
    mdr_iib = "mdr_iib", N_("Medical device, class IIb")
    mdr_iii = "mdr_iii", N_("Medical device, class III")
    ivdr = "ivdr", N_("In vitro diagnostic device")
    not_applicable = "not_applicable", N_("Not applicable")


class Sensing(Worded):
    camera = "camera", N_("Camera")
    audio = "audio", N_("Sound recording")
    position = "position", N_("Positioning")
    none = "none", N_("None of these")


class Hosting(Worded):
    sweden = "sweden", N_("Sweden")
    eea = "eea", N_("EU/EEA")
    outside = "outside", N_("Outside the EU/EEA")


class Accessible(Worded):
    yes = "yes", N_("Yes, and there is a statement")
    partly = "partly", N_("Partly")
    no = "no", N_("No")
    unknown = "unknown", N_("Don't know")
