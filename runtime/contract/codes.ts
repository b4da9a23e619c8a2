/** The error codes of a result, with their causes and remedies. */
import { serverCodes } from './server-codes.ts'

/** What is known about a code. */
export interface CodeFacts {
  /** True if the same request may succeed later without a change. */
  transient: boolean
  /**
   * True if a later run of the same request can succeed: without a change, or because something outside of it was fixed
   * (a permission, a full disk). False if the request, the configuration or the integration has to change.
   */
  recoverable: boolean
  /** Why it happens, for docs/errors.md. */
  cause: string
  /** What to do, for docs/errors.md and for sentences with `{remedy}`. */
  remedy: string
}

/** Every code of a result. Source of docs/errors.md. */
export const codes = {
  REQUEST_INVALID: {
    transient: false,
    recoverable: false,
    cause:
      'The request or the command line is invalid: empty input, malformed JSON, not an object, a field of the wrong type, an option that cannot be used.',
    remedy: 'Fix what the message names. `soar show <action> --request` prints a request to start from.',
  },
  ACTION_UNKNOWN: {
    transient: false,
    recoverable: false,
    cause: 'The integration has no action with this id.',
    remedy: 'Use an id from `soar list`.',
  },
  INTEGRATION_INVALID: {
    transient: false,
    recoverable: false,
    cause: 'integration.yaml, the client module or an action module is missing or invalid.',
    remedy: 'Run `soar check` and fix what it reports.',
  },
  MANIFEST_INVALID: {
    transient: false,
    recoverable: false,
    cause: 'The manifest of the action violates the rules of docs/manifest.md.',
    remedy: 'Run `soar check` and fix what it reports.',
  },
  CONFIG_INVALID: {
    transient: false,
    recoverable: false,
    cause: 'The configuration is incomplete, malformed or contradictory (two sets of credentials).',
    remedy: 'Set what the message names: in "config", in the environment or in a connection.',
  },
  TEMPLATE_FAILED: {
    transient: false,
    recoverable: false,
    cause: 'A template cannot be parsed or rendered: a syntax error, an undefined name, or too much work.',
    remedy: 'Fix the template at the place the message names. `soar render` tries a template.',
  },
  PARAMETER_INVALID: {
    transient: false,
    recoverable: false,
    cause: 'Parameters are missing, unknown, or not of the declared type, format or choice.',
    remedy: 'Fix every parameter in "problems"; `soar show <action>` lists what is allowed.',
  },
  NOT_SUPPORTED: {
    transient: false,
    recoverable: true,
    cause: 'The vendor does not offer this function for these credentials or settings.',
    remedy: 'Use the setting the message names.',
  },
  AUTH_FAILED: {
    transient: false,
    recoverable: true,
    cause: 'The vendor refused the credentials.',
    remedy: 'Check the credentials with `soar doctor`; create new ones if they have expired.',
  },
  PERMISSION_DENIED: {
    transient: false,
    recoverable: true,
    cause: 'The credentials are valid, but their role does not allow this.',
    remedy: 'Grant the role the permission the message names.',
  },
  VENDOR_REJECTED: {
    transient: false,
    recoverable: true,
    cause: 'The vendor answered that it did not carry out the request.',
    remedy: 'Read the vendor\'s reason in the message and in "vendor".',
  },
  RATE_LIMITED: {
    transient: true,
    recoverable: true,
    cause: 'The vendor asked for a longer pause than the deadline allows. The request was not executed.',
    remedy: 'Retry after "retry_after_ms", or allow the run more time.',
  },
  VENDOR_UNAVAILABLE: {
    transient: true,
    recoverable: true,
    cause: 'The vendor returned a server error (5xx), also after retries.',
    remedy: 'Retry later.',
  },
  RESPONSE_INVALID: {
    transient: false,
    recoverable: true,
    cause:
      'The response is not one the vendor sends: HTML, malformed JSON, JSON of another shape, a redirect, or too large.',
    remedy: 'Check the address in the configuration and any proxy in between.',
  },
  NETWORK_FAILED: {
    transient: true,
    recoverable: true,
    cause: 'The host could not be reached, or the connection broke.',
    remedy: 'Check the host name, the network and the proxy; then retry.',
  },
  CERTIFICATE_UNTRUSTED: {
    transient: false,
    recoverable: true,
    cause: 'The TLS certificate of the host is not signed by an authority that this process trusts.',
    remedy: 'Set "ca_certificate" to the certificate of the authority, or fix the certificate of the host.',
  },
  OUTCOME_UNKNOWN: {
    transient: true,
    recoverable: true,
    cause: 'A write was sent, but no response says whether it was carried out.',
    remedy: 'Check the tenant before you repeat the write. It was not retried automatically.',
  },
  TIMED_OUT: {
    transient: true,
    recoverable: true,
    cause: 'The deadline passed before the action finished.',
    remedy: 'Allow more time with "timeout_ms", or request less data.',
  },
  CANCELLED: {
    transient: true,
    recoverable: true,
    cause: 'The caller stopped the run.',
    remedy: 'Run it again if needed.',
  },
  STORAGE_FAILED: {
    transient: false,
    recoverable: true,
    cause:
      'A file that the product needs cannot be read, written or locked: no space, no permission, damaged content, or another process uses it.',
    remedy:
      'Do what the message says: free space, grant permission, stop the other process, or name another file.',
  },
  OUTPUT_INVALID: {
    transient: false,
    recoverable: true,
    cause:
      "The action ran, but its result violates the manifest's output schema. The result is delivered anyway.",
    remedy: 'Do not repeat a write. Report the violations in "problems".',
  },
  REPLAY_MISMATCH: {
    transient: false,
    recoverable: false,
    cause:
      'A run on a recording made a request that is not recorded, or did not make all that are. Nothing was sent.',
    remedy: 'Fix what changed the requests. If the change is intended, record the run again.',
  },
  WRITE_NOT_RECORDED: {
    transient: true,
    recoverable: true,
    cause:
      'A write was not sent, because its record, which has to be stored first (on disk or with the engine), could not be stored.',
    remedy: 'Fix what the message names, such as a full disk; then run it again.',
  },
  INTERNAL: {
    transient: false,
    recoverable: true,
    cause: 'A bug in the product or in an action module.',
    remedy: 'Report it with the log line of this run.',
  },
  ...serverCodes,
} as const satisfies Record<string, CodeFacts>

/** A stable name for a kind of failure. */
export type Code = keyof typeof codes
