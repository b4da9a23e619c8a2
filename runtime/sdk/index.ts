/** What integration code imports from the runtime. */
export type { Action, Context, Contract, Log, Outcome } from '../contract/action.ts'
export type { Code } from '../contract/codes.ts'
export { ActionError, type RawProblem, toActionError } from '../contract/errors.ts'
export type { ClientSetup, CreateClient, Http, HttpAnswer, HttpRequest, Quota } from '../contract/http.ts'
export { isRecord, type Json, type Row } from '../contract/json.ts'
export * from '../contract/phrases.ts'
export type { ResultFile, VendorAnswer, VendorFailure } from '../contract/result.ts'
