"""The sockets of the clients: the layer between the core and ZeroMQ. It never blocks."""
