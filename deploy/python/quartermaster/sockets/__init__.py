"""The sockets of the clients: what is between the core and ZeroMQ, without ever waiting."""
