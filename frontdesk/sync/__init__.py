"""Several workstations around one PostgreSQL that go on working when it is out of reach."""
