/** A note on a coloured ground. */
import type { ComponentChildren } from 'preact'
import type { ApiProblem } from '../api/problem.ts'
import { words } from '../app/language.ts'
import { Icon, type IconName } from './icon.tsx'
import { Text } from './text.tsx'

type Tone = 'info' | 'odd' | 'bad' | 'warn'

const ICONS: Readonly<Record<Tone, IconName>> = { info: 'info', odd: 'odd', bad: 'warn', warn: 'warn' }

/** Something to know: `info`, `warn`, `bad` for errors, `odd` for unknown outcomes. */
export const Note = ({ tone = 'info', children }: { tone?: Tone; children: ComponentChildren }) => (
  <div class={`note ${tone} below`} {...(tone === 'bad' && { role: 'alert' })}>
    <Icon name={ICONS[tone]} />
    <div class="grow">{children}</div>
  </div>
)

/** Why the server refused, with what to do about it. */
export const ProblemNote = ({ problem, onRetry }: { problem: ApiProblem; onRetry?: () => void }) => (
  <Note tone="bad">
    <p>
      <Text
        value={
          problem.status === 0 && problem.code !== 'INTERNAL' ? words.value.unreachable : problem.message
        }
      />{' '}
      {problem.body.remedy && <Text value={problem.body.remedy} />} <code>{problem.code}</code>
    </p>
    {onRetry && (
      <p class="up">
        <button type="button" class="btn small" onClick={onRetry}>
          {words.value.tryAgain}
        </button>
      </p>
    )}
  </Note>
)
