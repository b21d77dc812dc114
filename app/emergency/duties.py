"""Who came in in an emergency, and who agreed (app/people/duties.py): it stands as it was."""

from app.emergency.models import EmergencyAccess, EnrolmentCode

TRACES = (EmergencyAccess.approved_by_id, EmergencyAccess.membership_id, EnrolmentCode.membership_id)
