"""Reading rules: those that run, ready to be judged; their list, versions and runs; what they would find."""
