"""Tags: from label sets over suggestions and their review to what folders show."""
