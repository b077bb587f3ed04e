"""The rows of the table, beside the tests that do them."""
