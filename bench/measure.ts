import { spawnSync } from 'node:child_process'

/** One process that is measured whole: a Node binary, its arguments, what it reads from standard input. */
export interface Subject {
  node: string
  args: readonly string[]
  input?: string
}

/** Whole-process wall times in milliseconds. */
export interface Times {
  median: number
  /** Nine of ten runs took less. */
  p90: number
}

/** A subject beside a bare process of the same binary. */
export interface Compared extends Times {
  bare: Times
  /** Median of the ratios, each to the bare process that ran right before. */
  ratio: number
}

/** Runs that come first and are not counted: they fill the disk cache and leave a code cache. */
const UNCOUNTED = 3

/** An environment with nothing in it that a bare Node start would pay for, too, and that flatters every ratio. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = process.env
  return env
}

/**
 * Runs a bare `node -e 0` and each subject in turn, so that whatever else the machine does falls on all alike.
 *
 * @param rounds how often each runs
 * @throws Error when a process fails
 */
export function compare(subjects: readonly Subject[], rounds: number): Compared[] {
  const samples = subjects.map(() => ({ bare: [] as number[], own: [] as number[] }))
  for (let round = 0; round < rounds + UNCOUNTED; round++) {
    for (const [index, subject] of subjects.entries()) {
      const bare = wallTime({ node: subject.node, args: ['-e', '0'] })
      const own = wallTime(subject)
      if (round < UNCOUNTED) continue
      samples[index]?.bare.push(bare)
      samples[index]?.own.push(own)
    }
  }
  return samples.map(({ bare, own }) => ({
    ...timesOf(own),
    bare: timesOf(bare),
    ratio: quantile(
      own.map((time, at) => time / (bare[at] ?? Number.NaN)),
      0.5,
    ),
  }))
}

/** Peak resident memory in MiB, the median of five runs. */
export function peakMemory(subject: Subject): number {
  const wrapper = new URL('peak.cjs', import.meta.url).pathname
  const peaks = Array.from({ length: 5 }, () => {
    const { stderr } = run({ ...subject, args: [wrapper, ...subject.args] })
    return Number(/peak (\d+)\s*$/.exec(stderr)?.[1]) / 1024
  })
  return quantile(peaks, 0.5)
}

function wallTime(subject: Subject): number {
  const start = process.hrtime.bigint()
  run(subject)
  return Number(process.hrtime.bigint() - start) / 1e6
}

function run({ node, args, input = '' }: Subject): { stdout: string; stderr: string } {
  const ended = spawnSync(node, args, { input, encoding: 'utf8', env: plainEnvironment() })
  if (ended.error) throw ended.error
  if (ended.status !== 0) throw new Error(`${args.join(' ')} failed:\n${ended.stdout}${ended.stderr}`)
  return ended
}

const timesOf = (samples: readonly number[]): Times => ({
  median: quantile(samples, 0.5),
  p90: quantile(samples, 0.9),
})

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN
}
