"""Tests of the rules app."""
