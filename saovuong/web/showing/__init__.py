"""What the pages show, worked out as plain values before any template sees it."""
