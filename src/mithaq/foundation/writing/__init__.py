"""What somebody is writing: who else is at the same form, what was typed and not sent, and what to do when two have
changed the same thing."""
