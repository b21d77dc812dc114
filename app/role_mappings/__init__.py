"""What an organisation's own groups and claims give its people: roles here, within a ceiling (sso.md rule 27)."""
