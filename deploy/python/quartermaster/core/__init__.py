"""The clients' logic, without sockets, threads or clocks: facts and the time go in, actions come out."""
