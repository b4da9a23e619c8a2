/** What a call needs from its client. */
import type { Caller } from '../../../service/audit.ts'
import type { Progress } from './progress.ts'

/** The client of one call. */
export interface Channel {
  who: Caller
  /** What quotas count: the subject of a token, or one session. */
  caller: string
  /** Aborted when the client cancels or disconnects. */
  signal: AbortSignal
  /** Absent if the client did not request it. */
  progress?: (progress: Progress) => void
  /** Asks the user of the client; absent if the client cannot ask. False for every answer but yes. */
  ask?: (question: string) => Promise<boolean>
  /** For a client that is asked by an answer, and replies with a second request; absent if it cannot ask. */
  reply?: Reply
}

/** What a request says about an earlier question. */
export interface Reply {
  /** The code of the question, and what the person decided. */
  answered?: { question: string; isAccepted: boolean }
}

/** The key of the one question of a call. */
export const QUESTION = 'confirm'

/** The form of the question: an accepted form without fields is a yes. */
export const YES = { type: 'object' as const, properties: {} }
