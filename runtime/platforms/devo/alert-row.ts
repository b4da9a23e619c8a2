/** Converts an alert to a row of a table. */
import type { Row } from '../../contract/json.ts'
import type { Alert } from '../../sdk/connector/alert.ts'
import { utcSeconds } from '../../sdk/time/instants.ts'

/**
 * The columns of an alert. Entities are lists by part and type (`sender_email`, `url`), facts have the prefix `fact_`, and the
 * time has the form in which the platform writes times. The vendor's rows are in `events`.
 */
export function alertRow({ time, entities, facts, events, files, source: _, ...rest }: Alert): Row {
  const lists = new Map<string, string[]>()
  for (const { type, role, value } of entities) {
    const name = role === undefined ? type : `${role}_${type}`
    lists.set(name, [...(lists.get(name) ?? []), value])
  }
  return {
    ...rest,
    time: `${utcSeconds(time)}+0000`,
    ...Object.fromEntries(lists),
    ...Object.fromEntries(Object.entries(facts).map(([name, fact]) => [`fact_${name}`, fact])),
    ...(files.length > 0 && { files }),
    events,
  } as unknown as Row
}
