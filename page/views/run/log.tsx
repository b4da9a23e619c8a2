/** The log of a run. */
import { words } from '../../app/language.ts'
import { Text } from '../../parts/text.tsx'
import { textOf } from './cell.tsx'
import type { LogLine } from './follow.ts'

/** The lines of a log, the oldest first. */
export const Log = ({ lines }: { lines: readonly LogLine[] }) =>
  lines.length === 0 ? (
    <p class="pad muted">{words.value.run.logEmpty}</p>
  ) : (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <div class="code log" tabIndex={0} role="log" aria-label={words.value.run.logLabel}>
      {lines.map((line, at) => (
        <p key={at} class={line.level}>
          <span class="faint">{line.level}</span> <Text value={line.message} limit={2_000} />{' '}
          <span class="muted">
            <Text value={fieldsOf(line)} limit={2_000} />
          </span>
        </p>
      ))}
    </div>
  )

const fieldsOf = ({ fields }: LogLine): string =>
  typeof fields === 'object' && fields !== null && !Array.isArray(fields)
    ? Object.entries(fields)
        .map(([name, value]) => `${name}=${textOf(value)}`)
        .join(' ')
    : textOf(fields)
