"""The languages beside English: one catalogue each, in the format of gettext (.po)."""
