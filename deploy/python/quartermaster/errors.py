"""Why a client could not do, or go on with, what it was asked for. Each says in words what to do next."""

from __future__ import annotations

from quartermaster.wire.publication_pb2 import Error


class ClientFailure(Exception):
    """The base class of all failures of the clients."""


class MalformedEndpoint(ClientFailure, ValueError):
    """An endpoint that cannot be read as one."""


class UnusableKey(ClientFailure, ValueError):
    """A key of CURVE, or a file of one, that cannot be used. The secret is never in the message."""


class InvalidArgument(ClientFailure, ValueError):
    """A name that no cluster or master can have, or an option out of its range."""


class TransportFailure(ClientFailure):
    """ZeroMQ or the system refused something: no memory, no file descriptors, an address that cannot be used, or one where
    something else than a worker is."""


class NotAdmitted(ClientFailure):
    """The worker has turned a connection away: it does not know the client's key, or one of both wants CURVE and the other
    does not."""

    def __init__(self, endpoint: str, public_key: str | None, status: int | None) -> None:
        """`status` is the answer of the worker's authenticator: 400 is a key that it does not know. None: they do not agree
        on CURVE."""
        if status is not None:
            reason = (
                f"the worker at {endpoint} does not let in the key {public_key} (status {status}): put it on the worker's "
                "allow-list, send the worker a SIGHUP, and make a new client"
            )
        elif public_key is None:
            reason = f"the worker at {endpoint} wants CURVE: give the client curve_key and server_key"
        else:
            reason = (
                f"what is at {endpoint} does not speak CURVE: start the worker with --curve-key, or leave out curve_key and "
                "server_key"
            )
        super().__init__(reason)
        self.endpoint = endpoint
        self.status = status


class NoAnswer(ClientFailure, TimeoutError):
    """The worker was silent for so long."""

    def __init__(self, endpoint: str, seconds: float) -> None:
        super().__init__(
            f"no worker answered at {endpoint} for {seconds:g} s: is `quartermaster serve` running there, do all endpoints "
            "belong to it, and if it wants CURVE, are curve_key and server_key given and right?"
        )
        self.endpoint = endpoint
        self.seconds = seconds


class TimedOut(ClientFailure, TimeoutError):
    """The wait timed out. The client continues."""


class TooManyWaiting(ClientFailure):
    """So many batches wait for room in the window already; this one was not taken."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} batches wait for room in the window already: send again when some have gone")
        self.limit = limit


class TooManyQuestions(ClientFailure):
    """So many questions wait for their answers already; this one was not asked."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} questions wait for their answers already: ask again when some have come")
        self.limit = limit


class Refused(ClientFailure):
    """The worker refused a call or a question; nothing was changed by it."""

    def __init__(self, call: str, error: Error) -> None:
        super().__init__(f"the worker refused {call} ({code_name(error)}): {error.message}")
        self.call = call
        self.code: Error.Code = error.code
        self.message: str = error.message


class MasterNotCovered(ClientFailure):
    """The worker lets the client's key in, and takes no events of this master from it."""

    def __init__(self, master: str, cluster: str, reason: str) -> None:
        super().__init__(
            f"the worker takes no events of master {master} in cluster {cluster} from this client: {reason}. Add the master and "
            "the cluster to the key's entry in the worker's allow-list and send the worker a SIGHUP, or use the key of that master"
        )
        self.master = master
        self.cluster = cluster


class UnusableMessage(ClientFailure):
    """A message that cannot be written for the wire, or one from the wire that makes no sense."""


class Fenced(ClientFailure):
    """A later incarnation of this master, one with a higher epoch, has taken over: the worker takes no event from this one
    any more."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"another incarnation of this master has taken over: {reason}; let it go on, or start a new client. If there is "
            "no other, a former one had a clock that was ahead of this machine's: set the clock, or have the worker forget the "
            "master (forget_master on the control socket)"
        )


class StateLost(ClientFailure):
    """The worker no longer knows what it had acknowledged or published: it was started anew without its data, or with
    older data. The cluster must be set up again from the beginning, by a new client."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the worker has lost its state: {reason}; set the cluster up again with a new client")


class ReplyLost(ClientFailure):
    """The call was applied, but its reply was lost and is past the worker's replay window."""

    def __init__(self, call: str) -> None:
        super().__init__(
            f"{call} was applied, but its reply is past the worker's replay window: ask for the state that it led to"
        )
        self.call = call


class Closed(ClientFailure):
    """The client was closed."""

    def __init__(self) -> None:
        super().__init__("the client is closed: make a new one")


def code_name(error: Error) -> str:
    """The name of an error's code; its number where it is of a later version of the protocol."""
    value = Error.Code.DESCRIPTOR.values_by_number.get(error.code)
    return str(error.code) if value is None else str(value.name)
