"""A flow that learns to draw avatars of 16 × 16 pixels from nothing while one watches."""
