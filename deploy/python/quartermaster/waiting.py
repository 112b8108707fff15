"""The texts of timeouts, shared by both shells."""

ADMITTED = (
    "there was no room in the window of unacknowledged events, so nothing was sent: see whether the worker runs, or read "
    "replies;"
)
REPLIED = "no reply came, and the call may still be applied: see whether the worker runs, or wait longer;"
ACKNOWLEDGED = "not everything that was sent was acknowledged: see whether the worker runs, or wait longer;"
ANSWERED = "no answer came: see whether the worker runs, or wait longer;"
