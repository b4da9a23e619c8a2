/** What must hold whatever comes in. */
import type { Result } from '../../runtime/contract/result.ts'
import { resultSchema } from '../../runtime/schema/published/result.ts'
import { compileSchema, type Validate } from '../../runtime/schema/validate.ts'

/** Says what does not hold. */
export interface Invariants {
  /** A result of the house. */
  result(result: Result): string[]
  /** What the command line wrote. */
  written(answer: { code: number; stdout: string; stderr: string }, plain: boolean): string[]
  /** Unhandled rejections and prototypes that were changed since the last call. */
  world(): string[]
  /** Stops watching. */
  close(): void
}

/** Starts watching the process. */
export async function watchInvariants(): Promise<Invariants> {
  const judge: Validate = await compileSchema(resultSchema)
  const unhandled: unknown[] = []
  const note = (reason: unknown): void => {
    unhandled.push(reason)
  }
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, globalThis]
  const before = prototypes.map(shapeOf)

  const result = (found: Result): string[] => {
    const complaints = judge(found).map(({ where, rule }) => `the result breaks its schema: ${where} ${rule}`)
    if (found.output_message?.trim() === '') complaints.push('it says nothing')
    if (found.is_success === (found.error !== undefined))
      complaints.push('success and error contradict each other')
    if (found.error?.code === 'INTERNAL') complaints.push(`a fault of ours: ${found.error.reason}`)
    return complaints
  }
  return {
    result,
    written({ code, stdout, stderr }, plain) {
      const complaints: string[] = []
      if (![0, 1, 2].includes(code)) complaints.push(`exit code ${code}`)
      if (stdout.trim() === '') return [...complaints, 'nothing on stdout']
      const answer = parse(stdout)
      if (answer === undefined) complaints.push(`stdout is not one JSON document: ${stdout.slice(0, 200)}`)
      else if (plain) complaints.push(...result(answer as Result))
      else if (/INTERNAL|fault inside/.test(stdout))
        complaints.push(`a fault of ours: ${stdout.slice(0, 400)}`)
      const strange = stderr
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('soar: ') && parse(line) === undefined)
      if (strange.length > 0) complaints.push(`stderr: ${strange[0]}`)
      return complaints
    },
    world() {
      const complaints = unhandled
        .splice(0)
        .map((reason) => `unhandled: ${reason instanceof Error ? reason.stack : String(reason)}`)
      for (const [at, prototype] of prototypes.entries()) {
        const added = shapeOf(prototype).filter(
          (name) => !before[at]?.includes(name) && name !== '__vitest_index__',
        )
        if (added.some((name) => /pollut|pwned/.test(name)) || (at < 4 && added.length > 0))
          complaints.push(`a prototype has grown ${added.join(', ')}`)
      }
      return complaints
    },
    close() {
      process.off('unhandledRejection', note)
      process.off('uncaughtException', note)
    },
  }
}

const shapeOf = (object: object): string[] => Reflect.ownKeys(object).map(String)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
