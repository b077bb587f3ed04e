"""The Tags place: labels, the review of their photos, and what folders show."""
