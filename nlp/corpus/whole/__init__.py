"""Letters, messages and home-made papers written whole, each by one hand, with the places of their values marked."""

from nlp.corpus.whole.letters import papers

__all__ = ["papers"]
