"""Rules: when something happens, or time passes, and conditions hold, things are done; each run is explained."""
