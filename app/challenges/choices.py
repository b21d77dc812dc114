"""The lists a need is described with (domain.md 4.3). Words can be changed; values are stored and never reused."""

from app.language import N_, Worded


class Operation(Worded):
    home_care = "home_care", N_("Home care")
    home_nursing = "home_nursing", N_("Home nursing")
    care_home = "care_home", N_("Special housing (care home)")
    short_stay = "short_stay", N_("Short-stay care")
    day_centre = "day_centre", N_("Day centre")
    lss_housing = "lss_housing", N_("Housing under LSS")
    daily_activity = "daily_activity", N_("Daily activities under LSS")
    housing_support = "housing_support", N_("Housing support")
    rehabilitation = "rehabilitation", N_("Rehabilitation")
    relatives_support = "relatives_support", N_("Support for relatives")
    individual_family = "individual_family", N_("Individual and family services")
    preventive = "preventive", N_("Preventive work")


class LegalRegime(Worded):
    sol = "sol", N_("Social Services Act (SoL)")
    lss = "lss", N_("Act on Support for Certain Persons with Disabilities (LSS)")
    hsl = "hsl", N_("Health and Medical Services Act (HSL)")
    none = "none", N_("None of these")
    unknown = "unknown", N_("Don't know")


class TargetGroup(Worded):
    older_at_home = "older_at_home", N_("Older people living at home")
    older_in_care_home = "older_in_care_home", N_("Older people in care homes")
    dementia = "dementia", N_("People with dementia")
    physical = "physical", N_("People with physical disabilities")
    intellectual = "intellectual", N_("People with intellectual disabilities")
    neuropsychiatric = "neuropsychiatric", N_("People with neuropsychiatric conditions")
    mental_illness = "mental_illness", N_("People with mental illness")
    long_term_illness = "long_term_illness", N_("People with long-term illness")
    relatives = "relatives", N_("Relatives")
    staff = "staff", N_("Staff")
    other = "other", N_("Others")


class EffectGoal(Worded):
    independence = "independence", N_("Independence")
    safety = "safety", N_("Safety")
    activity = "activity", N_("Activity")
    participation = "participation", N_("Participation")
    accessible_home = "accessible_home", N_("Accessible home")
    dignity = "dignity", N_("Dignity and well-being")
    quality = "quality", N_("Quality of care")
    work_environment = "work_environment", N_("Work environment")
    resources = "resources", N_("Better use of resources")


class Category(Worded):
    alarms = "alarms", N_("Safety alarms and positioning")
    digital_supervision = "digital_supervision", N_("Digital supervision")
    sensors = "sensors", N_("Sensors and fall prevention")
    medication = "medication", N_("Medication management")
    communication = "communication", N_("Communication and social life")
    cognitive = "cognitive", N_("Cognitive support")
    nutrition = "nutrition", N_("Nutrition and meals")
    continence = "continence", N_("Hygiene and continence")
    mobility = "mobility", N_("Mobility and robotics")
    training = "training", N_("Rehabilitation and training")
    self_monitoring = "self_monitoring", N_("Self-monitoring")
    locks = "locks", N_("Digital locks and keys")
    planning = "planning", N_("Planning and documentation for staff")
    smart_home = "smart_home", N_("Smart home")
    ai = "ai", N_("AI support")


class Involvement(Worded):
    interview = "interview", N_("Interviews")
    observation = "observation", N_("Observation")
    diary = "diary", N_("Diaries")
    workshop = "workshop", N_("Workshop")
    council = "council", N_("User council")
    not_yet = "not_yet", N_("Not yet")


class Horizon(Worded):
    now = "now", N_("Now")
    soon = "soon", N_("In one to three years")
    later = "later", N_("In more than three years")


class Priority(Worded):
    high = "high", N_("High")
    medium = "medium", N_("Medium")
    low = "low", N_("Low")


class CallType(Worded):
    continuous = "continuous", N_("Ongoing"), N_("Companies can apply at any time, until you close the need.")
    call = "call", N_("Open call with a closing date"), N_("All requests are assessed together after the last day.")
    dialogue = "dialogue", N_("Dialogue only"), N_("Companies can ask and answer, but not apply to test.")


class YesNoUnknown(Worded):
    yes = "yes", N_("Yes")
    no = "no", N_("No")
    unknown = "unknown", N_("Don't know")


class Compensation(Worded):
    none = "none", N_("No")
    capped = "capped", N_("Yes, up to an amount")


class RegionalGoal(Worded):
    """Goals of the regional development strategy (SEED-A: "målet om Ökad innovationskraft")."""

    innovation = "innovation", N_("Increased capacity for innovation")
    health = "health", N_("Good and equal health")
    skills = "skills", N_("Skills supply")
    participation = "participation", N_("Influence and participation")
    digitalisation = "digitalisation", N_("Digitalisation that includes everyone")


class SocietalChallenge(Worded):
    demography = "demography", N_("Demographic change")
    cohesion = "cohesion", N_("Social cohesion")
    climate = "climate", N_("Environment and climate")


class MandateAnswer(Worded):
    yes = "yes", N_("Yes, we set aside the time")
    no = "no", N_("No")
    wait = "wait", N_("Wait")


class Sharing(Worded):
    shares = "shares", N_("Yes, we share the need"), N_("Your municipality is shown as co-owner.")
    declines = "declines", N_("No, we do not")


class CloseReason(Worded):
    """Why a need ended without a solution in use."""

    no_requests = "no_requests", N_("No company applied")
    none_fit = "none_fit", N_("No request met the need")
    test_failed = "test_failed", N_("The test did not give the result we needed")
    solved_otherwise = "solved_otherwise", N_("The need was met in another way")
    no_longer = "no_longer", N_("The need no longer exists")
    no_resources = "no_resources", N_("There are no resources to go on")
