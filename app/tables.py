"""Imports every table, so that Base.metadata is whole. Used by migrations and tests."""

import app.activity.models
import app.administration.models
import app.assessments.models
import app.challenges.models
import app.claims.models
import app.connecting.models
import app.conversations.models
import app.costs.models
import app.documents.models
import app.earlier_tests.models
import app.emergency.models
import app.errands.models
import app.extracts.models
import app.grants.models
import app.handovers.models
import app.home.models
import app.imports.models
import app.jobs.models
import app.mail.models
import app.mailings.models
import app.neutrality.models
import app.onboarding.models
import app.organisations.models
import app.passkeys.models
import app.people.models
import app.pilots.models
import app.recertification.models
import app.references.models
import app.reports.models
import app.research.models
import app.role_mappings.models
import app.saml.models
import app.scim.models
import app.search.models
import app.sign_in.models
import app.sign_in.models_joining
import app.sign_in.models_keys
import app.sign_in.models_newcomers
import app.solutions.models
import app.staffing.models
import app.state_aid.models
import app.submissions.models
import app.test_requests.models
import app.watching.models  # noqa: F401
from app.database import Base

metadata = Base.metadata
