"""A sign-in service for development: one issuer per invented organisation, a button per invented person.

A process of its own that really speaks OpenID Connect. It refuses to run anywhere but on a developer's own machine,
and is not part of the production image.
"""
