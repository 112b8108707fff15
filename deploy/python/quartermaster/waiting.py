"""The texts of timeouts, which both shells use."""

ADMITTED = (
    "there was no room in the window of unacknowledged events, so nothing was sent: check that the "
    "worker runs, or read "
    "replies;"
)
REPLIED = "no reply arrived, and the call may still be applied: check that the worker runs, or wait longer;"
ACKNOWLEDGED = "some sent events were not acknowledged: check that the worker runs, or wait longer;"
ANSWERED = "no answer arrived: check that the worker runs, or wait longer;"
