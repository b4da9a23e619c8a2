/** Runs generated cases, many at once, and keeps those that do not hold. */
import fc from 'fast-check'
import { inParallel, type PartOptions, type Report } from '../part.ts'

/** One kind of fuzz. */
export interface Fuzz<C> {
  name: string
  cases: fc.Arbitrary<C>
  /** What does not hold for one case. */
  check(one: C): Promise<string[]>
  /** Called between batches; what does not hold there. */
  between?(): Promise<string[]> | string[]
}

/** Cases made, run and forgotten at a time. */
const BATCH = 500

/** Cases at once: enough to wait for each other's sockets. */
const LANES = 16

/** Milliseconds after which a case counts as one that hangs, so that the report can name it: far beyond any deadline of a case. */
const HANG = 300_000

/** Cases that are reported whole; after some, more of the same add nothing. */
const ENOUGH = 50

/** Runs so many cases. */
export async function runFuzz<C>(fuzz: Fuzz<C>, runs: number, { seed, say }: PartOptions): Promise<Report> {
  const broken: string[] = []
  let cases = 0
  for (let batch = 0; cases < runs && broken.length < ENOUGH; batch++) {
    const numRuns = Math.min(BATCH, runs - cases)
    const made = fc.sample(fuzz.cases, { numRuns, seed: seed + batch })
    const found = await inParallel(made, LANES, (one) => guarded(fuzz, one))
    broken.push(...found.flat())
    broken.push(
      ...((await fuzz.between?.()) ?? []).map((complaint) => `${fuzz.name}, batch ${batch}: ${complaint}`),
    )
    cases += numRuns
    if (cases % 10_000 === 0) say(`${fuzz.name}: ${cases} of ${runs}`)
  }
  return { cases, broken }
}

async function guarded<C>(fuzz: Fuzz<C>, one: C): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined
  const hangs = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => resolve([`it hangs for more than ${HANG} ms`]), HANG)
  })
  const complaints = await Promise.race([
    hangs,
    fuzz
      .check(one)
      .catch((thrown: unknown) => [`it throws ${thrown instanceof Error ? thrown.stack : String(thrown)}`]),
  ])
  clearTimeout(timer)
  return complaints.map((complaint) => `${fuzz.name}: ${complaint}\n    case: ${shown(one)}`)
}

function shown(one: unknown): string {
  const text = JSON.stringify(one) ?? String(one)
  return text.length > 1_500 ? `${text.slice(0, 1_500)} … (${text.length} characters)` : text
}
