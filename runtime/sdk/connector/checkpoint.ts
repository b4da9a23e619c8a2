/** Reads the state that the previous run of a connector returned. */
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { phrase, type Word } from '../../contract/phrases.ts'

/**
 * The fields of a state; none in the first run. Keys that are not the connector's own are there, too: keep them.
 *
 * @param version what the connector writes as `version`; a state without one is from before there were versions
 * @throws ActionError REQUEST_INVALID when the state belongs to another connector
 */
export function readCheckpoint(state: unknown, version: number): Record<string, unknown> {
  const fields = state === null || state === undefined ? {} : state
  if (!isRecord(fields)) throw foreignState(phrase('it must be an object'))
  if (fields.version !== undefined && fields.version !== version)
    throw foreignState(phrase('version {version}', { version: JSON.stringify(fields.version) }))
  return fields
}

/** The entries of an object in a state, each checked; none if it is missing. */
export function checkpointEntries<T>(
  fields: Record<string, unknown>,
  name: string,
  isGood: (value: unknown) => value is T,
): [string, T][] {
  const value = fields[name] ?? {}
  if (!isRecord(value)) throw foreignState(phrase('"{name}" must be an object', { name }))
  return Object.entries(value).map(([key, entry]) => {
    if (!isGood(entry)) {
      const received = String(JSON.stringify(entry)).slice(0, 40)
      throw foreignState(phrase('"{name}" holds {received}', { name, received }))
    }
    return [key, entry]
  })
}

/** Milliseconds in a state, as a number or as text, which some platforms store; undefined if missing or empty. */
export function checkpointTime(fields: Record<string, unknown>, name: string): number | undefined {
  const value = fields[name]
  if (value === undefined || value === null || value === '') return undefined
  const ms = typeof value === 'string' && /^\d{1,16}$/.test(value.trim()) ? Number(value) : value
  if (!isTime(ms)) throw foreignState(phrase('"{name}" must be milliseconds since 1970', { name }))
  return ms
}

/** True for a number of milliseconds. */
export const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** The error for a state that another connector, or a newer version, wrote. */
export function foreignState(detail: Word): ActionError {
  const reason = phrase(
    '"state" does not belong to this connector ({detail}). Pass the state of the last run, or none to start over.',
    { detail },
  )
  return new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
}
