/** Keeps changes that wait for a person's answer in a second request. */
import { randomBytes } from 'node:crypto'
import type { Quota } from './quota.ts'

/** Waiting changes by the code of their question. */
export interface OpenQuestions<T> {
  /** Keeps a change and returns the code of its question; undefined if the caller has too many. */
  put(owner: Owner, change: T): string | undefined
  /** Takes a change out, once. Undefined if it is not there, has expired or belongs to another caller or call. */
  take(owner: Owner, code: string): T | undefined
}

/** Who may answer, and for which call. */
export interface Owner {
  caller: string
  /** Identifies tool and arguments. */
  call: string
}

/** Creates a store whose questions expire after so many milliseconds. */
export function createOpenQuestions<T>(quota: Quota, patience: number): OpenQuestions<T> {
  const open = new Map<string, { owner: Owner; change: T; close: () => void }>()
  return {
    put: (owner, change) => {
      const leave = quota.enter(owner.caller)
      if (leave === undefined) return undefined
      // It cannot be guessed, and its content stays here: nothing that the client returns is believed.
      const code = randomBytes(24).toString('base64url')
      const close = (): void => {
        clearTimeout(timer)
        open.delete(code)
        leave()
      }
      const timer = setTimeout(close, patience)
      timer.unref()
      open.set(code, { owner, change, close })
      return code
    },
    take: ({ caller, call }, code) => {
      const found = open.get(code)
      if (found?.owner.caller !== caller || found.owner.call !== call) return undefined
      found.close()
      return found.change
    },
  }
}
