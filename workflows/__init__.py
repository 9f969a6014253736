"""When the work is done: the journey of an application as a durable Temporal workflow."""
