/** The audit log: one JSON line per call, appended to a file. */
import { constants } from 'node:fs'
import type { Json } from '../contract/json.ts'
import { cannotWrite, notPrivate } from '../contract/refuse.ts'
import { toPlain } from '../safety/plain-data.ts'
import { openPrivate } from '../safety/private-file.ts'
import { type Bag, nameFinder, type ParameterSpecs } from '../schema/parameters.ts'

/** Who calls. */
export interface Caller {
  /** What the client calls itself, `name/version`; it may lie. */
  client: string
  /** Whose bearer token it came with, as the operator named it. */
  subject?: string
}

/** `allowed`: it was run. `declined`: a person said no, or could not be asked. `denied`: the server does not offer it. */
export type Decision = 'allowed' | 'declined' | 'denied'

/** One call. */
export interface AuditEntry {
  at: string
  who: Caller
  tool: string
  action?: string
  effect?: string
  decision: Decision
  /** A person agreed to it. */
  confirmed?: true
  /** By parameter name, masked; long values are cut. */
  inputs: Json
  /** The case it belongs to. */
  context?: Json
  /** `OK`, or the code of the failure. */
  outcome: string
  /** Milliseconds. */
  ms: number
  /** Requests that were sent to the vendor. */
  requests?: number
}

/** Where entries go. */
export interface Audit {
  /** Never rejects: that a line could not be written stands in `broken` until one could. */
  write(entry: AuditEntry, sync: boolean): Promise<void>
  /** Why the last line could not be written. */
  readonly broken: string | undefined
  close(): Promise<void>
}

/** Opens a file for appending, readable by its owner alone. Throws STORAGE_FAILED where it cannot. */
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

/** Characters of a value in the log. */
const LONGEST = 500

/** Parameters as they may stand in the log: secret ones masked, values of names that no parameter has left out. */
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

/** A call is recorded however deep its arguments are. */
const tooDeep = (): Json => '…'

function cut(value: unknown): Json {
  const data = toPlain(value, (text) => text, tooDeep)
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return text.length > LONGEST
    ? `${text.slice(0, LONGEST).toWellFormed()}… (${text.length} characters)`
    : data
}
