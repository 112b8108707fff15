"""The clients' logic without sockets, threads and clocks: received messages and the time go in, actions come out."""
