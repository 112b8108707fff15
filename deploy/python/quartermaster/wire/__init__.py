"""The messages of the wire, generated from the schema by deploy/generate-wire."""
