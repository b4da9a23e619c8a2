/** The error codes of a server: a request that it did not carry out. */

/** Codes of refusals; nothing was sent to the vendor. They follow the codes of a result in docs/errors.md. */
export const serverCodes = {
  INTERRUPTED: {
    transient: true,
    recoverable: true,
    cause: 'The server ended before the run sent a write.',
    remedy: 'Run it again.',
  },
  NOT_FOUND: {
    transient: false,
    recoverable: false,
    cause: 'What the request names does not exist, or the caller may not see it.',
    remedy: 'Check the name.',
  },
  BUSY: {
    transient: true,
    recoverable: true,
    cause: 'Too many runs are waiting for their turn.',
    remedy: 'Retry after "retry_after_ms".',
  },
  DRAINING: {
    transient: true,
    recoverable: true,
    cause: 'The server is shutting down and starts no further runs.',
    remedy: 'Retry when it has restarted.',
  },
  AUDIT_FAILED: {
    transient: true,
    recoverable: true,
    cause: 'The audit log cannot be written. Until it can, all writes are refused.',
    remedy: 'Free space or grant permission, as the message says; then retry.',
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    transient: false,
    recoverable: false,
    cause: 'A write was requested without an idempotency key.',
    remedy: 'Send a new random key with each new write, in the header Idempotency-Key.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    transient: false,
    recoverable: false,
    cause: 'The idempotency key belongs to a run of another request.',
    remedy: 'Use a new key for a new request.',
  },
  RUN_IN_PROGRESS: {
    transient: true,
    recoverable: true,
    cause: 'A run with this idempotency key has not ended.',
    remedy: 'Wait for the end of that run. Do not send the request under another key.',
  },
  RUN_ENDED: {
    transient: false,
    recoverable: false,
    cause: 'The run has ended, so it cannot be cancelled.',
    remedy: 'Read its result.',
  },
  OUTCOME_UNSETTLED: {
    transient: false,
    recoverable: true,
    cause: 'The same write was sent before, and it is unknown whether it was carried out.',
    remedy:
      'Check the tenant and settle that run. To send the write again, name that run in the header Soar-Repeat.',
  },
  SETTLEMENT_REFUSED: {
    transient: false,
    recoverable: false,
    cause: 'The run has no unknown outcome, or it is settled already.',
    remedy: 'Read the run.',
  },
  UNDO_REFUSED: {
    transient: false,
    recoverable: false,
    cause:
      'The run to undo changed nothing, did not succeed, has an unknown outcome, was undone already, or there is no way back.',
    remedy: 'Read the run.',
  },
  PLAN_REQUIRED: {
    transient: false,
    recoverable: false,
    cause: 'A write needs a plan that a person has confirmed.',
    remedy: 'Make a plan, show it, and send its id in the header Soar-Plan.',
  },
  PLAN_CHANGED: {
    transient: false,
    recoverable: false,
    cause: 'What would be sent differs from the confirmed plan, or the plan has expired.',
    remedy: 'Read the new plan and confirm it.',
  },
  UNAUTHENTICATED: {
    transient: false,
    recoverable: true,
    cause: 'The request has no valid token or session.',
    remedy: 'Sign in, or send a valid bearer token in the header Authorization.',
  },
  FORBIDDEN: {
    transient: false,
    recoverable: true,
    cause: 'The caller may not do this, or the request came by another name or from another site.',
    remedy: 'Ask the operator of the server for the scope or the connection that the message names.',
  },
  TOO_LARGE: {
    transient: false,
    recoverable: false,
    cause: 'The body of the request is larger than the server accepts.',
    remedy: 'Send less data, or upload a table.',
  },
  UNSUPPORTED_TYPE: {
    transient: false,
    recoverable: false,
    cause: 'The server cannot read a body of this content type.',
    remedy: 'Send JSON with the header Content-Type: application/json.',
  },
  CONFIG_NOT_ALLOWED: {
    transient: false,
    recoverable: false,
    cause: 'The request contains a configuration, which this server accepts from its connections only.',
    remedy: 'Name a connection instead, or start the server with --allow-config.',
  },
} as const
