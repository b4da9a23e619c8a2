/** What the streams of the threat logs filter by, and how they read the action of a row. */
import type { TtpIncidents } from '../../actions/threat-logs/types.gen.ts'
import { textOf } from './parts.ts'

/** The inputs of the connector. */
export type Inputs = TtpIncidents['inputs']

/** What the API filters by: one verdict, or all of them if several are wanted. The rows are filtered again here. */
export const oneOf = (wanted: readonly string[]): string =>
  wanted.length === 1 ? (wanted[0] ?? 'all') : 'all'

/** Whether a verdict is among the wanted ones; none wanted means all. */
export const isWanted = (value: unknown, wanted: readonly string[]): boolean =>
  wanted.length === 0 || wanted.includes(textOf(value).toLowerCase())

/** Whether a row has the wanted route. */
export const isRoute = (value: unknown, { route }: Inputs): boolean =>
  route === 'all' || textOf(value) === '' || textOf(value).toLowerCase() === route

/** Whether the user or the mail was stopped, as far as the text says so. */
export const isStopped = (action: unknown): boolean =>
  /block|hold|held|reject|bounce|quarantine/i.test(textOf(action))
