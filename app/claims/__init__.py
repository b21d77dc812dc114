"""Asking for the money: claims with their rows, from a draft to what was paid."""
