"""What can be done with playbooks: saving and publishing versions, and following them on tickets."""
