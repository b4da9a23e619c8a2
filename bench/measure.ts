import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { cleanEnvironment } from '../scripts/clean-environment.ts'

/** One process that is measured whole: a Node binary, its arguments, what it reads from standard input. */
export interface Subject {
  node: string
  args: readonly string[]
  input?: string
}

/** Wall times of whole processes in milliseconds, round by round. */
export interface Samples {
  own: number[]
  /** Of the bare process of the same binary that ran right before. */
  bare: number[]
}

/** Runs that come first and are not counted: they fill the disk cache and leave a code cache. */
const UNCOUNTED = 3

/** An environment with nothing in it that a bare Node start would pay for, too, and that flatters every ratio. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = cleanEnvironment()
  return env
}

/**
 * Runs a bare `node -e 0` and each subject in turn, so that whatever else the machine does falls on all alike.
 *
 * @param rounds how often each runs
 * @throws Error when a process fails
 */
export function alternate(subjects: readonly Subject[], rounds: number): Samples[] {
  const samples = subjects.map((): Samples => ({ own: [], bare: [] }))
  for (let round = 0; round < rounds + UNCOUNTED; round++) {
    for (const [index, subject] of subjects.entries()) {
      const bare = wallTime({ node: subject.node, args: ['-e', '0'] })
      const own = wallTime(subject)
      if (round < UNCOUNTED) continue
      samples[index]?.bare.push(bare)
      samples[index]?.own.push(own)
    }
  }
  return samples
}

/** The script that tells what the script after it used. */
export const peakWrapper = resolve(import.meta.dirname, 'peak.cjs')

/** What the wrapper reported: peak resident memory in MiB, seconds of the processor. */
export function readUsage(stderr: string): { mib: number; seconds: number } {
  const [, peak, cpu] = /peak (\d+) cpu (\d+)\s*$/.exec(stderr) ?? []
  return { mib: Number(peak) / 1024, seconds: Number(cpu) / 1e6 }
}

/** Peak resident memory in MiB, the median of five runs. */
export function peakMemory(subject: Subject): number {
  const wrapped = { ...subject, args: [peakWrapper, ...subject.args] }
  return median(Array.from({ length: 5 }, () => readUsage(run(wrapped).stderr).mib))
}

function wallTime(subject: Subject): number {
  const start = process.hrtime.bigint()
  run(subject)
  return Number(process.hrtime.bigint() - start) / 1e6
}

/** Runs a process to its end. Throws an Error with its output when it fails. */
export function run({ node, args, input = '' }: Subject): { stdout: string; stderr: string } {
  const ended = spawnSync(node, args, { input, encoding: 'utf8', env: plainEnvironment() })
  if (ended.error) throw ended.error
  if (ended.status !== 0) throw new Error(`${args.join(' ')} failed:\n${ended.stdout}${ended.stderr}`)
  return ended
}

/** The value that a part of all, such as 0.9, does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Median of the ratios of two series that were measured in pairs. */
export const ratio = (own: readonly number[], other: readonly number[]): number =>
  median(own.map((time, at) => time / (other[at] ?? Number.NaN)))
