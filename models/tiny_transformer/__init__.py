"""A transformer so small that it learns from nothing while one watches."""
