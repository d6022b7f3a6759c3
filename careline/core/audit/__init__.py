"""The event log as evidence: sealed in a chain of hashes, verified, redacted where the law asks for it."""

from careline.core.audit.redact import redact
from careline.core.audit.seal import seal
from careline.core.audit.search import Question, find, names
from careline.core.audit.verify import Problem, Verdict, last_verdict, verify

__all__ = ["Problem", "Question", "Verdict", "find", "last_verdict", "names", "redact", "seal", "verify"]
