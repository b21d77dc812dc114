"""What a person sent is neither doubled nor lost: keys that stop double submits, and forms parked during sign-in."""
