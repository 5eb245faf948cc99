"""The steps of setting up a household and its devices."""
