#pragma once

#include <zmq.h>

// Glibc's module for Swift leaves eventfd out.
#include <sys/eventfd.h>
