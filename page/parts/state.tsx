/** How a run is or ended: a sign and a word. */
import type { RunStatus } from '../api/types.ts'
import { words } from '../app/language.ts'
import { Icon, type IconName } from './icon.tsx'

/** Sign and colour of each status. */
export const STATES: Readonly<
  Record<RunStatus, { tone: 'ok' | 'bad' | 'odd' | 'run' | 'off'; icon: IconName }>
> = {
  queued: { tone: 'run', icon: 'clock' },
  running: { tone: 'run', icon: 'dots' },
  succeeded: { tone: 'ok', icon: 'ok' },
  failed: { tone: 'bad', icon: 'bad' },
  partly: { tone: 'bad', icon: 'warn' },
  unknown: { tone: 'odd', icon: 'odd' },
  cancelled: { tone: 'off', icon: 'bad' },
}

/** The status of a run. */
export const State = ({ status }: { status: RunStatus }) => (
  <span class={`state ${STATES[status].tone}`}>
    <Icon name={STATES[status].icon} />
    {words.value.status[status]}
  </span>
)
