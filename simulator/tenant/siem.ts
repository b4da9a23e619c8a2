import ciEvents from '../answers/siem_ci_events.json' with { type: 'json' }
import cgEvents from '../answers/siem_events.json' with { type: 'json' }
import { MINUTE, SECOND } from '../dates.ts'
import type { JsonObject } from '../types.ts'
import { STORY_END } from './story.ts'

/** The recorded events of each product. */
const RECORDED: Readonly<Record<string, readonly JsonObject[]>> = { cg: cgEvents, ci: ciEvents }

/** The recorded events of a product, as old as the rest of the story. */
export function storyEvents(edition: string, anchor: number): JsonObject[] {
  const shift = Math.floor(anchor / SECOND) * SECOND - STORY_END
  return (RECORDED[edition] ?? []).map((event) => ({ ...event, timestamp: Number(event.timestamp) + shift }))
}

/** One file of events. */
export interface SiemBatch {
  edition: string
  events(): JsonObject[]
  /** The packed file by type, once it was listed. */
  packed: Map<string, Buffer>
}

/** Files of events put in on demand: written out, or so many of one type, evenly spread over the last minutes. */
export interface SiemSeed {
  /** Default cg. */
  edition?: 'cg' | 'ci'
  /** Events written out: one file. */
  events?: JsonObject[]
  /** So many events like the recorded one of this type. */
  count?: number
  type?: string
  /** Number of files, default 1. */
  files?: number
  /** Default 60. */
  minutes?: number
}

/** The files of a seed. Generated events are made when they are read. */
export function siemBatches({ edition = 'cg', ...seed }: SiemSeed, now: number): SiemBatch[] {
  const written = seed.events ? [batch(edition, () => seed.events ?? [])] : []
  const { count = 0, files = 1, minutes = 60 } = seed
  const like = (RECORDED[edition] ?? []).find(({ type }) => type === seed.type)
  if (like === undefined || count === 0) return written
  const step = (minutes * MINUTE) / count
  const eventAt = (index: number): JsonObject => ({
    ...like,
    _offset: index,
    aggregateId: `agg${index}`,
    processingId: `proc-${index}`,
    timestamp: Math.floor(now - minutes * MINUTE + index * step),
  })
  const perFile = Math.ceil(count / files)
  const generated = Array.from({ length: files }, (_, file) =>
    batch(edition, () =>
      Array.from({ length: Math.max(0, Math.min(perFile, count - file * perFile)) }, (__, row) =>
        eventAt(file * perFile + row),
      ),
    ),
  )
  return [...written, ...generated]
}

const batch = (edition: string, events: () => JsonObject[]): SiemBatch => ({
  edition,
  events,
  packed: new Map(),
})
