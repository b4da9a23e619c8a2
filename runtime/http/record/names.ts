/** Recognises by their names what a recording hides or does not compare. */

/**
 * Names of fields in JSON that hold a credential. Narrower than for headers and forms: in the data of a vendor, `key`, `session`
 * and `sign` are ordinary words.
 */
const CREDENTIAL =
  /^(?:(?:access|refresh|id|auth|session|bearer|csrf|xsrf|api|security)?[-_]?token|(?:client|api|app|shared)?[-_]?secret|(?:api|access|private|secret|application|signing|encryption|secret[-_]?access)[-_]?key|(?:client[-_]?)?assertion|pass(?:word|wd|phrase)|proxy[-_]?password|authori[sz]ation|bearer|cookie|set-cookie|jwt)$/i

/** Whether a field of JSON with this name holds a credential. */
export const isCredential = (name: string): boolean => CREDENTIAL.test(name)

/** Names of values that differ from request to request without meaning. */
const PASSING = /(?:^|[-_])(?:nonce|timestamp|date|expires?|req(?:uest)?-?id|idempotency-key)$/i

/** Whether the name of a header or a query parameter suggests a time or a value that is used once. */
export const isPassing = (name: string): boolean => PASSING.test(name)
