"""An organisation's own directory tells the portal who works there: a SCIM 2.0 service (RFC 7643, RFC 7644)."""
