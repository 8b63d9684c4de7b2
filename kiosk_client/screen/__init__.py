"""The page that a touch screen on the box shows."""
