import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'

/** A figure that decides whether the bench went well. */
export interface Goal {
  name: string
  value: number
  /** Missed when the value is larger. */
  most?: number
  /** Missed when the value is smaller. */
  least?: number
  /** One that is told and decides nothing. */
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

/** Puts a section between its markers in a Markdown text; a section that is new goes to the end. */
export function withSection(text: string, name: string, section: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const marked = `${start}\n${section}\n${end}`
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) return `${text.trimEnd()}\n\n${marked}\n`
  return text.slice(0, from) + marked + text.slice(to + end.length)
}

/** Puts a section into a Markdown file, which is begun where there is none. */
export function putSection(file: string, name: string, section: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '# Benchmarks\n'
  writeFileSync(file, withSection(before, name, section))
}
