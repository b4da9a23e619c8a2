/** Progress of a run, pauses that the vendor asked for, and the button that cancels it. */
import { useEffect, useState } from 'preact/hooks'
import { type ApiProblem, problemOf } from '../../api/problem.ts'
import { cancelRun } from '../../api/runs.ts'
import type { Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { tell } from '../../app/say.ts'
import { Icon } from '../../parts/icon.tsx'
import { Note, ProblemNote } from '../../parts/note.tsx'
import type { Followed } from './follow.ts'

/** What is happening now. */
export function Running({ run, followed }: { run: Run; followed: Followed }) {
  const text = words.value.run
  const [problem, setProblem] = useState<ApiProblem>()
  const [isCancelling, setCancelling] = useState(false)
  const seconds = useSecondsUntil(followed.pausedUntil)
  const { rows = run.progress?.rows, per_second, total, seconds_left } = followed.progress
  const cancel = async () => {
    setCancelling(true)
    setProblem(undefined)
    try {
      await cancelRun(run.id)
      tell(text.cancelling)
    } catch (error) {
      setProblem(problemOf(error))
      setCancelling(false)
    }
  }
  return (
    <>
      <Bar done={total ? (rows ?? 0) / total : undefined} label={text.running} />
      <div class="statusline wrap" role="status">
        {rows !== undefined && (
          <span class="num">{total ? text.rowsOf(rows, total) : text.rowsSoFar(rows)}</span>
        )}
        {per_second !== undefined && <span class="num">{text.perSecond(Math.round(per_second))}</span>}
        {seconds_left !== undefined && <span class="num">{text.secondsLeft(Math.ceil(seconds_left))}</span>}
        {seconds > 0 && (
          <span class="warnc num row">
            <Icon name="clock" />
            {text.paused(seconds)}
          </span>
        )}
      </div>
      <div class="pad row wrap">
        <button type="button" class="btn" disabled={isCancelling} onClick={cancel}>
          <Icon name="bad" />
          {words.value.cancel}
        </button>
        {run.action.effect !== 'read' && <span class="s muted">{text.cancelWrite}</span>}
      </div>
      {followed.isLost && (
        <div class="inset">
          <Note tone="warn">{text.reconnecting}</Note>
        </div>
      )}
      {problem && (
        <div class="inset">
          <ProblemNote problem={problem} />
        </div>
      )}
    </>
  )
}

/** A bar; without a known share it moves. */
const Bar = ({ done, label }: { done: number | undefined; label: string }) =>
  done === undefined ? (
    <div class="progress" role="progressbar" aria-label={label}>
      <i />
    </div>
  ) : (
    <div
      class="bigbar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(done * 100)}
    >
      <svg viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="a" width={Math.min(1, done) * 1000} height="6" />
      </svg>
    </div>
  )

/** Whole seconds until a moment of `performance.now()`; 0 when it has passed. */
function useSecondsUntil(moment: number | undefined): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    setNow(performance.now())
    const timer = setInterval(() => setNow(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [moment])
  return moment === undefined ? 0 : Math.max(0, Math.ceil((moment - now) / 1_000))
}
