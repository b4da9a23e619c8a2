/** Writes the alerts of a connector's runs to files in a folder of the worker. */
import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { cannotWrite } from '../../contract/refuse.ts'

/** One run of a connector, with its alerts. */
export interface Delivery {
  /** Id of the run, which begins with the id of its schedule. */
  run: string
  /** Epoch milliseconds. */
  started: number
  /** The result without its state. */
  result: unknown
}

/**
 * Writes a delivery. The names of files sort by time, and the same delivery has the same name: one that is repeated after a
 * failure replaces itself. A run without alerts writes nothing.
 *
 * @throws ActionError STORAGE_FAILED; the engine delivers it again later
 */
export async function deliver(input: unknown, folder: string): Promise<void> {
  const { run, started, result } = readDelivery(input)
  const alerts = alertsOf(result)
  if (alerts === 0) return
  const text = `${JSON.stringify(result)}\n`
  const hash = createHash('sha256').update(run).update(text).digest('hex').slice(0, 12)
  const name = `${new Date(started).toISOString().replaceAll(/[:.]/g, '-')}-${hash}.json`
  const partial = join(folder, `.${name}.part`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = await open(partial, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(partial, join(folder, name))
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => {})
    throw cannotWrite(
      phrase('the alerts to {folder}', { folder }),
      cause,
      phrase('They are delivered again later.'),
    )
  }
}

function readDelivery(input: unknown): Delivery {
  if (isRecord(input)) {
    const { run, started, result } = input
    if (typeof run === 'string' && typeof started === 'number') return { run, started, result }
  }
  throw new ActionError('INTERNAL', { reason: phrase('the delivery is malformed') })
}

/** A connector's result has its alerts in `alerts`, or is a list of them. */
function alertsOf(result: unknown): number {
  const data = isRecord(result) ? result.json_result : undefined
  const alerts = isRecord(data) ? data.alerts : data
  return Array.isArray(alerts) ? alerts.length : 0
}
