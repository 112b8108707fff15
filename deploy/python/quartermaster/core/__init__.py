"""What the clients decide, without any socket, thread or clock: facts and the time go in, what to do comes out."""
