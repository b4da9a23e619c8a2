/** Opens the history of runs, and the service that writes it. */
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { LogSink } from '../../../safety/log.ts'
import type { Audit } from '../../../service/audit.ts'
import type { RunRecord } from '../../../service/runs/run.ts'
import type { Keep } from '../../../service/runs/runs.ts'
import { createRunService, type RunService } from '../../../service/runs/service.ts'
import { createMemoryStore } from '../../../service/runs/store/memory.ts'
import { openSqliteStore } from '../../../service/runs/store/sqlite/open.ts'
import type { RunStore } from '../../../service/runs/store/store.ts'
import type { NamedTenant } from '../../../service/tenants.ts'
import type { Call, Options } from '../line/command.ts'
import { readChoice } from '../line/read-options.ts'
import { type Io, pathOf } from '../process/io.ts'
import { historyFile, stateFolder } from './history-file.ts'

/** What the service needs besides the options. */
export interface HistoryParts {
  log: LogSink
  locale: string
  audit?: Audit
}

/** The service, and who hears of the ends of its runs. */
export interface History {
  service: RunService
  onRunEnd(listener: (run: RunRecord) => void): void
  /** Closes the service. Tables that were uploaded beside a history in memory are deleted. */
  close(): Promise<void>
}

/**
 * Opens the history and ends the runs that a crash interrupted.
 *
 * @throws ActionError REQUEST_INVALID, STORAGE_FAILED
 */
export async function openHistory(
  { io, options }: Call,
  tenants: readonly NamedTenant[],
  parts: HistoryParts,
): Promise<History> {
  const listeners = new Set<(run: RunRecord) => void>()
  const keep = readKeep(options)
  const named = options.text('store') ?? 'sqlite'
  const tables = tablesFolder(named, io)
  const service = createRunService({
    ...parts,
    onEnd: (run) => {
      for (const listener of listeners) listener(run)
    },
    store: await openStore(named, io),
    keep,
    tables,
    requirePlan: options.has('require-plan'),
    tenant: async ({ integration, connection }) => {
      const found = tenants.find((one) => one.integration.spec.id === integration && one.name === connection)
      if (found) return found
      const words = { connection: connection.slice(0, 80), integration: integration.slice(0, 80) }
      const reason = phrase('There is no connection "{connection}" of {integration}.', words)
      throw new ActionError('NOT_FOUND', { reason }, { unsent: true })
    },
  })
  const { unknown, interrupted } = await service.recover()
  if (unknown + interrupted > 0)
    parts.log.line('warn', { unknown, interrupted }, 'Runs were in progress when the server ended.')
  return {
    service,
    onRunEnd: (listener) => listeners.add(listener),
    close: async () => {
      await service.close()
      if (named === MEMORY) await rm(tables, { recursive: true, force: true })
    },
  }
}

/** The value of --store for a history that ends with the process. */
const MEMORY = 'memory'

async function openStore(named: string, io: Io): Promise<RunStore> {
  if (named === MEMORY) return createMemoryStore()
  // Without the folder, opening the file fails with a sentence.
  if (named === 'sqlite') await mkdir(stateFolder(io), { recursive: true, mode: 0o700 }).catch(() => {})
  return openSqliteStore(historyFile(named, io))
}

/** Uploaded tables are beside the history; those of a history in memory are of no use after the process. */
function tablesFolder(named: string, io: Io): string {
  if (named === MEMORY) return join(tmpdir(), `soar-tables-${randomBytes(8).toString('hex')}`)
  return named === 'sqlite' ? join(stateFolder(io), 'tables') : `${pathOf(io, named)}.tables`
}

function readKeep(options: Options): Keep {
  const runs = options.text('keep-runs')
  const results = options.text('keep-results')
  return {
    context: readChoice(options, 'keep-context', ['yes', 'no']) !== 'no',
    results: results !== 'none',
    ...(runs === undefined ? {} : { runs_ms: readAge('keep-runs', runs) }),
    ...(results === undefined || results === 'none' ? {} : { results_ms: readAge('keep-results', results) }),
  }
}

const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24 }

/** Milliseconds of `12h` or `90d`. Throws REQUEST_INVALID. */
function readAge(option: string, text: string): number {
  const [, number, unit = ''] = /^(\d{1,5})([hd])$/.exec(text.trim()) ?? []
  const hours = Number(number) * (HOURS[unit] ?? 0)
  if (hours > 0) return hours * 3_600_000
  throw refuse(
    `--${option} must be a number of hours or days, such as 12h or 90d; got "${text.slice(0, 40)}".`,
  )
}
