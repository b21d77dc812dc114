"""What a test sign-in says of who would come in, and to whom it says what went wrong."""

import pytest

from app.actor import Role
from app.connecting import queries
from app.sign_in.models import JitPolicy, SignInPolicy
from tests.connecting.setting_up import REQUIRED, SETUP, begins, draft_in, fills, tries

GATE = {"jit": JitPolicy.domain_gate, "newcomers_wait": False, "default_role": Role.unit_contact}


def test_what_goes_wrong_in_a_test_is_told_to_those_who_can_mend_it(db, visit, admin, world, providers, lie):
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    for lies, sentence in (
        ({"claims": {"aud": "other"}}, "The ID token is for somebody else."),
        ({"forged": "broken"}, "Its answer could not be verified."),
        ({"tokensStatus": 401, "tokens": {"error": "invalid_client"}}, "Your service did not give us a token."),
        ({"claims": {"acct": 1}}, "You signed in as a guest of your directory, and guests are not let in."),
        ({"redirect": {"code": None, "error": "access_denied"}}, "The sign-in was cancelled at your service."),
    ):
        lie(**lies)
        tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
        assert page.sees("The test did not go well"), lies
        assert page.sees(sentence), page.text
        assert "Yes, turn it on" not in page.opens(f"{SETUP}/{row.id}/sla-pa").buttons()


def test_what_to_look_out_for_is_said(db, visit, admin, world, providers, lie):
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    claims = {"email": None, "sub": "anna@hallsberg.example", "personalIdentityNumber": "19640823-3234"}
    lie(claims=claims, discovery={"userinfo_endpoint": None})
    tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
    assert page.sees("No name came.")
    assert page.sees("No e-mail address came.")
    assert page.sees("looks like an e-mail address")
    assert page.sees("A personal identity number came.")
    assert "0823-3234" not in page.text


@pytest.mark.parametrize(
    ("policy", "claims", "sentence"),
    [
        ({}, {}, "would not come in, but could ask for access"),
        (GATE, {"email": "eve@north.example"}, "would come in all the same, as unit contact"),
        (GATE, {"email": "eve@other.example"}, "would not come in, but could ask for access"),
        (GATE | {"newcomers_wait": True}, {"email": "eve@north.example"}, "would wait for an administrator to say yes"),
        (GATE, {"email": "eve@north.example", "email_verified": False}, "nobody does for the first time without"),
        (GATE, {"email": "sam@north.example"}, "has been suspended here or has left"),
        (GATE, {"email": "ina@north.example"}, "The person is expected here, and would come in as unit contact"),
        (GATE, {"email": "pia@north.example"}, "would wait for an administrator to say yes"),
    ],
)
def test_what_the_test_says_of_who_would_come_in_is_what_happens(db, begun, town, world, policy, claims, sentence):
    """The same question as at the door, asked without letting anybody in."""
    page, says = begun
    db.add(SignInPolicy(organisation_id=town.id, **policy))
    db.commit()
    says({"email": "eve@nowhere.example"} | claims)
    tries(page.opens(page.path.replace("kontroll", "prova")), world)
    assert page.sees(sentence), page.text
    page.opens(page.path.partition("/prov/")[0] + "/sla-pa").presses("Yes, turn it on")
    world.signs_in(queries.in_use(db, town.id)[-1])
    assert world.is_signed_in is ("would come in" in sentence)


def test_what_did_not_come_is_named(visit, begun, world):
    page, says = begun
    page.opens(page.path.removesuffix("/kontroll")).fills(REQUIRED, "sub department").presses("Save and check")
    says({"department": ""})
    tries(page.opens(page.path.replace("kontroll", "prova")), world)
    assert page.sees("The test did not go well")
    assert page.sees("What did not come: department.")
    assert page.sees("The person would not come in. What identifies")
