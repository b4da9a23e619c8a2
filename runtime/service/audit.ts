/** The audit log: one JSON line per call, appended to a file. */
import { constants } from 'node:fs'
import type { Json } from '../contract/json.ts'
import { cannotWrite, notPrivate } from '../contract/refuse.ts'
import { toPlain } from '../safety/plain-data.ts'
import { openPrivate } from '../safety/private-file.ts'
import { type Bag, nameFinder, type ParameterSpecs } from '../schema/parameters.ts'

/** The client and subject of a call. */
export interface Caller {
  /** The client's self-reported `name/version`; unverified. */
  client: string
  /** The operator's name for the bearer token of the call. */
  subject?: string
}

/**
 * `asked`: a person is asked; the answer comes with another call. `allowed`: run. `declined`: a person refused, or could not be asked. `denied`: the server does not offer the action.
 * `refused`: the run service refused it, for the reason in `outcome`. `settled`: a person said whether a write of unknown
 * outcome was carried out.
 */
export type Decision = 'asked' | 'allowed' | 'declined' | 'denied' | 'refused' | 'settled'

/** One call. */
export interface AuditEntry {
  at: string
  who: Caller
  /** Name of the MCP tool. */
  tool?: string
  /** Id of the run. */
  run?: string
  action?: string
  effect?: string
  connection?: string
  case_id?: string
  decision: Decision
  /** A person confirmed the call. */
  confirmed?: true
  /** By parameter name, redacted; long values are truncated. */
  inputs: Json
  /** The case that the call belongs to. */
  context?: Json
  /** `OK`, or the code of the failure. */
  outcome: string
  /** Duration in milliseconds. */
  ms: number
  /** Requests that were sent to the vendor. */
  requests?: number
}

/** The destination of audit entries. */
export interface Audit {
  /** Never rejects: if a line cannot be written, `broken` holds the reason until a later write succeeds. */
  write(entry: AuditEntry, sync: boolean): Promise<void>
  /** Why the last line could not be written. */
  readonly broken: string | undefined
  close(): Promise<void>
}

/** Opens a file for appending; a new file is readable only by its owner. Throws STORAGE_FAILED if it cannot be opened. */
export async function openAudit(
  path: string,
  redact: (text: string) => string,
  onFault: (reason: string) => void,
): Promise<Audit> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT
  const opened = await openPrivate(path, { flags, rights: 'group may read' }).catch((cause: unknown) => {
    throw cannotWrite(`the audit log ${path}`, cause, 'Name another file with --audit.')
  })
  if ('fault' in opened) throw notPrivate(`the audit log ${path}`, opened.fault)
  const file = opened.handle
  let broken: string | undefined
  let last: Promise<void> = Promise.resolve()
  const append = async (line: string, sync: boolean): Promise<void> => {
    try {
      await file.appendFile(line)
      if (sync) await file.datasync()
      broken = undefined
    } catch (error) {
      broken = error instanceof Error ? error.message : String(error)
      onFault(broken)
    }
  }
  return {
    get broken() {
      return broken
    },
    write: (entry, sync) => {
      const line = `${JSON.stringify(toPlain(entry, redact))}\n`
      last = last.then(() => append(line, sync))
      return last
    },
    close: async () => {
      await last
      await file.close()
    },
  }
}

/** Maximum length in characters of a value in the log. */
const LONGEST = 500

/** Prepares parameters for the log: secrets are redacted, and values under unknown names are omitted. */
export function auditInputs(specs: ParameterSpecs, given: Bag): Json {
  const find = nameFinder(specs)
  const entries = Object.entries(given).slice(0, 100)
  const shown = entries.map(([written, value]): [string, Json] => {
    const name = find(written)
    if (name === undefined) return [written.slice(0, 80), '(no such parameter)']
    return [name, specs[name]?.secret ? '***' : cut(value)]
  })
  return Object.fromEntries(shown)
}

/** Replaces arguments nested too deeply, so that every call is recorded. */
const tooDeep = (): Json => '…'

function cut(value: unknown): Json {
  const data = toPlain(value, (text) => text, tooDeep)
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return text.length > LONGEST
    ? `${text.slice(0, LONGEST).toWellFormed()}… (${text.length} characters)`
    : data
}
