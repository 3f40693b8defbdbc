"""Counting machines: what comes next, by how often it came next after the same few pieces."""
