/** Remembers remediation incidents that may still change. */
import { isRecord, isTime, type Json, rowIdentity } from '../../runtime/sdk/index.ts'
import type { Incident } from '../remediation.ts'

/** Incidents that are read again until they have not changed for a day. */
export interface IncidentWatch {
  readonly ids: string[]
  /** Whether an incident differs from what was delivered. */
  isChanged(incident: Incident): boolean
  /** Records that an incident was delivered as it is. */
  delivered(id: string, incident: Incident): void
  /** Records that an incident was read and is as it was. */
  unchanged(id: string): void
  /** Records that there is no such incident any more. */
  gone(id: string): void
  write(): Json
}

interface Watched {
  /** What may change, as a digest. */
  print: string
  /** When it was last found changed, ms. */
  changed: number
}

const STABLE = 24 * 3_600_000

/** Maximum number of incidents: of more, the oldest are no longer watched. */
const MOST = 1000

/** Reads the incidents from the state of the last run. */
export function openWatch(state: unknown): IncidentWatch {
  const fields = isRecord(state) && isRecord(state.open) ? state.open : {}
  const watched = new Map(
    Object.entries(fields).filter((entry): entry is [string, Watched] => isWatched(entry[1])),
  )
  return {
    get ids() {
      return [...watched.keys()]
    },
    isChanged: (incident) => watched.get(incident.id ?? '')?.print !== printOf(incident),
    delivered(id, incident) {
      watched.delete(id)
      watched.set(id, { print: printOf(incident), changed: Date.now() })
      if (watched.size > MOST) watched.delete(watched.keys().next().value ?? '')
    },
    unchanged(id) {
      if (Date.now() - (watched.get(id)?.changed ?? 0) > STABLE) watched.delete(id)
    },
    gone: (id) => {
      watched.delete(id)
    },
    write: () => Object.fromEntries(watched) as unknown as Json,
  }
}

const isWatched = (value: unknown): value is Watched =>
  isRecord(value) && typeof value.print === 'string' && isTime(value.changed)

/** A digest of what changes while an incident is carried out. */
export const printOf = ({ modified, identified, successful, failed, restored }: Incident): string =>
  rowIdentity({ modified, identified, successful, failed, restored })
