/** Counts work, memory and processor time of a rendering and enforces its budget. */
import type { Budget } from './budget.ts'
import { type Position, templateError } from './errors.ts'

/** What one rendering has used up, and what it may. */
export interface Meter {
  readonly budget: Budget
  /** Epoch milliseconds at which the rendering must end. */
  readonly deadline: number | undefined
  /** The position evaluated last, for errors. */
  at: Position
  steps: number
  /** Steps at which the clocks are read next. */
  pause: number
  /** Milliseconds of processor time when it was first read. */
  cpu: number | undefined
  /** When the processor time was last read, on the monotonic clock. */
  looked: number
  depth: number
  /** Characters that left the template. */
  output: number
  /** Bytes of the values made so far, estimated. */
  made: number
}

/** Steps before the clocks are read for the first time: most templates finish earlier, and read no clock. */
const FIRST_LOOK = 32
/** Steps between two clock reads. */
const LOOK_EVERY = 128
/** Milliseconds between two reads of the processor time, which costs more than the other clock. */
const TIME_EVERY = 10

/** When a meter reads the clocks first. */
export function firstLook(budget: Budget): number {
  return Math.min(FIRST_LOOK, budget.steps)
}

function exceeded(what: string, limit: number): never {
  throw templateError(
    'budget',
    `The template needs more than ${limit} ${what}`,
    undefined,
    'Make it do less, or raise the budget.',
  )
}

/** Counts work: one step by default. */
export function tick(meter: Meter, steps = 1): void {
  meter.steps += steps
  if (meter.steps > meter.pause) look(meter)
}

/** Compares steps, processor time and the deadline of the run with their limits. */
function look(meter: Meter): void {
  const { budget } = meter
  if (!(meter.steps <= budget.steps)) exceeded('steps', budget.steps)
  meter.pause = Math.min(meter.steps + LOOK_EVERY, budget.steps)
  const now = performance.now()
  if (meter.cpu !== undefined && now - meter.looked < TIME_EVERY) return
  meter.looked = now
  const { user, system } = process.threadCpuUsage()
  const used = (user + system) / 1000
  meter.cpu ??= used
  if (used - meter.cpu > budget.time) exceeded('ms of processor time', budget.time)
  if (meter.deadline !== undefined && Date.now() > meter.deadline)
    throw templateError(
      'budget',
      'The time of the run was over before the template was done',
      undefined,
      'Make the template do less, or raise "timeout_ms".',
    )
}

/** Counts a pass over a whole text by the engine's own code: one step for each 32 characters. */
export function scan(meter: Meter, length: number): void {
  if (length > 31) tick(meter, length >> 5)
}

/** Counts work on a text that is done character by character: one step for each 8. */
export function letters(meter: Meter, length: number): void {
  if (length > 7) tick(meter, length >> 3)
}

/** Refuses to create a text or list of this size; for values that grow piece by piece. */
export function fits(meter: Meter, size: number): void {
  if (!(size <= meter.budget.size)) exceeded('characters or elements in one value', meter.budget.size)
}

/** Counts memory that a new value takes, in bytes. */
export function hold(meter: Meter, bytes: number): void {
  meter.made += bytes
  if (meter.made > meter.budget.memory) exceeded('bytes of memory', meter.budget.memory)
}

/**
 * Refuses to create a text of this size, and counts the work and the memory of creating it. Call it before the text is
 * created.
 */
export function claim(meter: Meter, size: number): number {
  fits(meter, size)
  if (size > 31) {
    tick(meter, size >> 5)
    hold(meter, size * 2)
  }
  return size
}

/** Bytes of one slot in a list. */
const PLACE = 8

/** Refuses to create a list of this many elements, and counts the work and the memory of creating it. */
export function claimList(meter: Meter, length: number): number {
  fits(meter, length)
  tick(meter, length)
  hold(meter, length * PLACE)
  return length
}

/** Counts text that leaves the template. */
export function emit(meter: Meter, size: number): void {
  meter.output += size
  if (meter.output > meter.budget.output) exceeded('characters of output', meter.budget.output)
}

/** Runs a function one nesting level deeper. */
export function deeper<T>(meter: Meter, work: () => T): T {
  meter.depth += 1
  if (meter.depth > meter.budget.depth) exceeded('levels of nesting', meter.budget.depth)
  const result = work()
  meter.depth -= 1
  return result
}
