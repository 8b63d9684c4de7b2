"""From the key to the centre: button, spool, sender, signing, settings, state."""
