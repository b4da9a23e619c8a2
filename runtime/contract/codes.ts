/** The error codes a result can carry. */

interface CodeFacts {
  /** True when the same request may succeed later by itself. */
  transient: boolean
  /**
   * True when a later run of the same request can succeed: by itself, or because something outside of it was put right
   * (a permission, a full disk). False when the request, the configuration or the integration has to change.
   */
  recoverable: boolean
  /** Why it happens, for the reference page. */
  cause: string
  /** What to do, for the reference page. */
  remedy: string
}

/** Every code a result can carry. Source of docs/errors.md. */
export const codes = {
  REQUEST_INVALID: {
    transient: false,
    recoverable: false,
    cause:
      'The request could not be read: empty input, broken JSON, not an object, or fields of the wrong type.',
    remedy:
      'Send one JSON object with at least "action". `soar show <action>` prints a request to start from.',
  },
  ACTION_UNKNOWN: {
    transient: false,
    recoverable: false,
    cause: 'The integration has no action of that name.',
    remedy: 'Use an id that `soar list` shows.',
  },
  INTEGRATION_INVALID: {
    transient: false,
    recoverable: false,
    cause: 'integration.yaml, a client module or an action module is missing or wrong.',
    remedy: 'Run `soar check` and mend what it lists.',
  },
  MANIFEST_INVALID: {
    transient: false,
    recoverable: false,
    cause: 'The manifest of the action breaks the rules of docs/manifest.md.',
    remedy: 'Run `soar check` and mend what it lists.',
  },
  CONFIG_INVALID: {
    transient: false,
    recoverable: false,
    cause: 'Configuration is missing, of the wrong form, or contradicts itself (two sets of credentials).',
    remedy: 'Set what the sentence names, in "config", in the environment or in a connection.',
  },
  TEMPLATE_FAILED: {
    transient: false,
    recoverable: false,
    cause: 'A template could not be read or rendered: its syntax, an undefined name, or its budget.',
    remedy: 'Correct the template at the place the sentence names. `soar render` tries one.',
  },
  PARAMETER_INVALID: {
    transient: false,
    recoverable: false,
    cause: 'Parameters are missing, unknown, or not of the declared type, format or choice.',
    remedy: 'Correct every parameter in "problems"; `soar show <action>` lists what is allowed.',
  },
  NOT_SUPPORTED: {
    transient: false,
    recoverable: true,
    cause: 'The vendor offers no such function for this kind of credentials or setting.',
    remedy: 'Use the other setting the sentence names.',
  },
  AUTH_FAILED: {
    transient: false,
    recoverable: true,
    cause: 'The vendor refused the credentials.',
    remedy: 'Check the credentials with `soar doctor`; make new ones if they have expired.',
  },
  PERMISSION_DENIED: {
    transient: false,
    recoverable: true,
    cause: 'The credentials are good, but their role may not do this.',
    remedy: 'Give the role the permission the sentence names.',
  },
  VENDOR_REJECTED: {
    transient: false,
    recoverable: true,
    cause: 'The vendor answered that it did not do what was asked.',
    remedy: 'Read the vendor\'s own words in the sentence and in "vendor".',
  },
  RATE_LIMITED: {
    transient: true,
    recoverable: true,
    cause: 'The vendor asked to wait longer than the deadline allows. The request was not executed.',
    remedy: 'Repeat after "retry_after_ms", or give the run more time.',
  },
  VENDOR_UNAVAILABLE: {
    transient: true,
    recoverable: true,
    cause: 'The vendor answered with a server error (5xx), also when asked again.',
    remedy: 'Repeat later.',
  },
  RESPONSE_INVALID: {
    transient: false,
    recoverable: true,
    cause:
      'The answer was not what the vendor sends: HTML, not JSON, JSON of another shape, a redirect, or too large.',
    remedy: 'Check the address in the configuration and any proxy in between.',
  },
  NETWORK_FAILED: {
    transient: true,
    recoverable: true,
    cause: 'The host could not be reached, or the connection broke.',
    remedy: 'Check host name, network and proxy; then repeat.',
  },
  CERTIFICATE_UNTRUSTED: {
    transient: false,
    recoverable: true,
    cause: 'The TLS certificate of the host is not signed by an authority this process trusts.',
    remedy: 'Give the authority\'s certificate as "ca_certificate", or mend the host\'s certificate.',
  },
  OUTCOME_UNKNOWN: {
    transient: true,
    recoverable: true,
    cause: 'A write was sent, but no answer came that tells whether it was carried out.',
    remedy: 'Look in the tenant before repeating. It was not repeated on its own.',
  },
  TIMED_OUT: {
    transient: true,
    recoverable: true,
    cause: 'The deadline passed before the action was done.',
    remedy: 'Give the run more time with "timeout_ms", or ask for less.',
  },
  CANCELLED: {
    transient: true,
    recoverable: true,
    cause: 'The caller stopped the run.',
    remedy: 'Run it again when wanted.',
  },
  STORAGE_FAILED: {
    transient: false,
    recoverable: true,
    cause:
      'A file the product works with cannot be read, written or locked: no room, no permission, damaged content, or another process uses it.',
    remedy:
      'Do what the sentence says: make room, give permission, end the other process, or name another file.',
  },
  OUTPUT_INVALID: {
    transient: false,
    recoverable: true,
    cause:
      "The action did run, but its result breaks the manifest's output contract. The result is delivered all the same.",
    remedy: 'Do not repeat a write. Report the difference that "problems" lists.',
  },
  INTERNAL: {
    transient: false,
    recoverable: true,
    cause: 'A fault in the product or in an action module.',
    remedy: 'Report it with the log line of this run.',
  },
} as const satisfies Record<string, CodeFacts>

/** A stable name for what went wrong. */
export type Code = keyof typeof codes
