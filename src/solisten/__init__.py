"""Solisten infers a brand's social-business maturity from what is public about it."""

__version__ = "0.1.0"
