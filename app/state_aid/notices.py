"""Nobody else is told of a certificate: it is the keeper's own paper."""

from app.activity.happenings import Happened
from app.activity.notices import Notices

NOTICES: Notices = {Happened.aid_certified: None, Happened.aid_cancelled: None, Happened.aid_document_added: None}
