"""The failures of the clients. Each message says what to do next."""

from __future__ import annotations

from quartermaster.wire.publication_pb2 import Error


class ClientFailure(Exception):
    """The base class of all failures of the clients."""


class MalformedEndpoint(ClientFailure, ValueError):
    """An endpoint is malformed."""


class UnusableKey(ClientFailure, ValueError):
    """A CURVE key or a key file cannot be used. The message never contains the secret."""


class InvalidArgument(ClientFailure, ValueError):
    """A name that is invalid for a cluster or master, or an option out of range."""


class TransportFailure(ClientFailure):
    """ZeroMQ or the operating system refused something: memory, file descriptors, or an address. Also raised if
    something other than a worker listens at the address."""


class NotAdmitted(ClientFailure):
    """The worker has rejected a connection. It does not know the client's key, or only one of them uses CURVE."""

    def __init__(self, endpoint: str, public_key: str | None, status: int | None) -> None:
        """`status` is the answer of the worker's authenticator; 400 means an unknown key. It is None if only one side
        uses CURVE."""
        if status is not None:
            reason = (
                f"the worker at {endpoint} does not admit the key {public_key} (status {status}): add it to the "
                "worker's "
                "allow-list, send the worker a SIGHUP, and create a new client"
            )
        elif public_key is None:
            reason = f"the worker at {endpoint} requires CURVE: give the client curve_key and server_key"
        else:
            reason = (
                f"the peer at {endpoint} does not use CURVE: start the worker with --curve-key, or leave out "
                "curve_key and "
                "server_key"
            )
        super().__init__(reason)
        self.endpoint = endpoint
        self.status = status


class NoAnswer(ClientFailure, TimeoutError):
    """The worker did not answer within the time limit."""

    def __init__(self, endpoint: str, seconds: float) -> None:
        super().__init__(
            f"no worker answered at {endpoint} for {seconds:g} s: check that `quartermaster serve` runs there, "
            "that all "
            "endpoints belong to it, and, if it requires CURVE, that curve_key and server_key are right"
        )
        self.endpoint = endpoint
        self.seconds = seconds


class TimedOut(ClientFailure, TimeoutError):
    """The wait timed out. The client continues."""


class TooManyWaiting(ClientFailure):
    """The maximum number of batches wait for room in the window. This batch was not accepted."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} batches already wait for room in the window: send again later")
        self.limit = limit


class TooManyQuestions(ClientFailure):
    """The maximum number of queries wait for their answers. This query was not sent."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} queries already wait for their answers: ask again later")
        self.limit = limit


class Refused(ClientFailure):
    """The worker refused a call or a query. It changed nothing."""

    def __init__(self, call: str, error: Error) -> None:
        super().__init__(f"the worker refused {call} ({code_name(error)}): {error.message}")
        self.call = call
        self.code: Error.Code = error.code
        self.message: str = error.message


class MasterNotCovered(ClientFailure):
    """The worker admits the client's key, but accepts no events of this master from it."""

    def __init__(self, master: str, cluster: str, reason: str) -> None:
        super().__init__(
            f"the worker accepts no events of master {master} in cluster {cluster} from this client: {reason}. "
            "Add the master and "
            "the cluster to the key's entry in the worker's allow-list and send the worker a SIGHUP, or use the "
            "key of that master"
        )
        self.master = master
        self.cluster = cluster


class UnusableMessage(ClientFailure):
    """A message that cannot be encoded, or an invalid message from the wire."""


class Fenced(ClientFailure):
    """A later incarnation of this master, with a higher epoch, has taken over. The worker accepts no more events from
    this one."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"another incarnation of this master has taken over: {reason}; let it continue, or create a new "
            "client. If there "
            "is no other, the clock of a former one was ahead of this machine's: set the clock, or let the "
            "worker forget "
            "the master (forget_master on the control socket)"
        )


class StateLost(ClientFailure):
    """The worker no longer knows what it has acknowledged or published: it was restarted without its data, or with
    older data. Set up the cluster again with a new client."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the worker has lost its state: {reason}; set up the cluster again with a new client")


class ReplyLost(ClientFailure):
    """The worker applied the call, but its reply was lost and is no longer in the replay window."""

    def __init__(self, call: str) -> None:
        super().__init__(
            f"{call} was applied, but its reply is past the worker's replay window: query the resulting state"
        )
        self.call = call


class Closed(ClientFailure):
    """The client was closed."""

    def __init__(self) -> None:
        super().__init__("the client is closed: create a new one")


def code_name(error: Error) -> str:
    """The name of an error's code, or its number if a later version of the protocol defines it."""
    value = Error.Code.DESCRIPTOR.values_by_number.get(error.code)
    return str(error.code) if value is None else str(value.name)
