"""The words every other room speaks: frozen values, errors, places, settings."""
