/**
 * Renders cases one after the other, a line of JSON for each, in a process that may die of one: `node worker.ts KIND SEED FROM
 * TO`. Case n is made of the seed and n alone.
 */
import { resourceUsage } from 'node:process'
import { dice } from '../part.ts'
import { type Case, caseOf, type Ended, ending } from './cases.ts'

const MIB = 1024
const KEPT = 130 * MIB * MIB

function run(made: Case): Omit<Ended, 'at'> {
  const before = process.threadCpuUsage()
  const outcome = ending(made)
  const { user, system } = process.threadCpuUsage(before)
  return { outcome, ms: (user + system) / 1000, mib: resourceUsage().maxRSS / MIB }
}

const [kind = '', seed = '0', from = '0', to = '0'] = process.argv.slice(2)
for (let at = Number(from); at < Number(to); at += 1) {
  const made = caseOf(kind, dice(Number(seed) * 1_000_003 + at))
  const ended = run(made)
  process.stdout.write(`${JSON.stringify({ at, ...ended })}\n`)
  globalThis.gc?.()
  // Memory that Node keeps would count for the next case: another worker goes on.
  if (process.memoryUsage.rss() > KEPT) break
}
