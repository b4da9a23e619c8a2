/** Recognises credentials by the names of their fields. */

/** Names of headers, form fields and query parameters that may carry a credential or sign the request. */
const TELLING =
  /auth|cookie|credential|key|pass|secret|session|sign|token|app-?id|(?:^|[-_.])(?:sig|code|jwt|otp|pin)$/i

/** Whether the name of a header, a form field or a query parameter suggests a credential. */
export const suggestsCredential = (name: string): boolean => TELLING.test(name)
