"""What the wire borrows from Mesos, generated from the schema by deploy/generate-wire."""
