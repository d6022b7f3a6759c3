"""Drafts: kept as they are typed, with their files; never overwritten by another window's older words."""

from __future__ import annotations
