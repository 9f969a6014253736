"""E-mails as people write them: headers, signatures, quoted messages, values told in sentences."""

from nlp.corpus.mail.messages import messages

__all__ = ["messages"]
