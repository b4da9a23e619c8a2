import { cpus, loadavg, platform, release, totalmem } from 'node:os'

/** A figure that decides whether the bench went well. */
export interface Goal {
  name: string
  value: number
  /** Missed when the value is larger. */
  most?: number
  /** Missed when the value is smaller. */
  least?: number
  /** One that is reported and decides nothing. */
  soft?: boolean
}

/** What one bench found. */
export interface Measured {
  /** Markdown. */
  text: string
  goals: readonly Goal[]
}

/** True for a goal that was reached; a figure that could not be measured is none. */
export const isReached = ({ value, most = Number.POSITIVE_INFINITY, least = 0 }: Goal): boolean =>
  value <= most && value >= least

/** A goal in one line. */
export function goalLine(goal: Goal): string {
  const { name, value, most, least } = goal
  const bound = most === undefined ? `at least ${least}` : `at most ${most}`
  const verdict = isReached(goal) ? 'ok' : goal.soft ? 'below' : 'MISSED'
  return `${verdict.padEnd(6)} ${name}: ${value.toFixed(2)}, ${bound}`
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** What was measured on, in one line; the load is that of the last minute, the bench's own included. */
export function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30)
  const processors = `${cpus().length} × ${cpus()[0]?.model.trim()}`
  const day = new Date().toISOString().slice(0, 10)
  return `${day}, Node ${process.version}, ${platform()} ${release()}, ${processors}, ${memory} GiB, load ${loadavg()[0]?.toFixed(1)}.`
}
