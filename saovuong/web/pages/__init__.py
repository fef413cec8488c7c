"""Views: parse what came, make one call, show the answer."""
