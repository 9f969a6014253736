"""The mail server that the tests of this folder share."""

from fakes.dovecot import dovecot, make_dovecot, shared_dovecot

__all__ = ["dovecot", "make_dovecot", "shared_dovecot"]
