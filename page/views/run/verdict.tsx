/** What a run ended with, in one sentence, and who ran it where and when. */
import type { Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { to } from '../../app/session.ts'
import { Icon } from '../../parts/icon.tsx'
import { STATES } from '../../parts/state.tsx'
import { Text } from '../../parts/text.tsx'
import { ago, took, utc } from '../../parts/when.ts'
import { hasEnded } from './follow.ts'

/** The sentence of a run and the facts about it. */
export function Verdict({ run }: { run: Run }) {
  const { tone, icon } = STATES[run.status]
  const text = words.value.run
  const {
    actor,
    connection,
    started_at,
    ended_at,
    result,
    progress,
    case_id,
    code,
    repeats,
    undoes,
    undone,
  } = run
  const requests = result?.run.requests ?? progress?.requests
  const message = run.message ?? result?.output_message
  const problems = result?.error?.problems ?? []
  const ms = result?.run.ms ?? (ended_at ? Date.parse(ended_at) - Date.parse(started_at) : undefined)
  return (
    <div class={`verdict ${tone}`} role="status">
      <Icon name={icon} label={words.value.status[run.status]} />
      <div class="grow">
        <p class="big">
          {hasEnded(run) ? (
            <Text value={message ?? words.value.status[run.status]} />
          ) : run.status === 'queued' ? (
            text.queued
          ) : (
            text.running
          )}
        </p>
        {problems.length > 1 && (
          <ul class="s">
            {problems.map((problem) => (
              <li key={`${problem.where} ${problem.message}`}>
                <Text value={problem.message} />
              </li>
            ))}
          </ul>
        )}
        <div class="meta">
          <span>
            <Text value={text.by(actor.subject, text.via[actor.via])} />
          </span>
          <span>{text.on(connection)}</span>
          <span class="num" title={ago(started_at)}>
            {utc(started_at)} UTC
          </span>
          {ms !== undefined && <span class="num">{took(ms)}</span>}
          {requests !== undefined && <span class="num">{text.requests(requests)}</span>}
          {case_id && (
            <span>
              <Text value={text.case(case_id)} />
            </span>
          )}
          {repeats && (
            <span>
              {text.repeats} <a href={to(pathOf('runs', repeats))}>{repeats}</a>
            </span>
          )}
          {undoes && (
            <span>
              {words.value.undo.undoes} <a href={to(pathOf('runs', undoes))}>{undoes}</a>
            </span>
          )}
          {undone && (
            <span>
              <Text value={words.value.undo.undone(undone.by)} />{' '}
              {undone.run && <a href={to(pathOf('runs', undone.run))}>{undone.run}</a>}
            </span>
          )}
          {code && code !== 'OK' && <code>{code}</code>}
        </div>
      </div>
    </div>
  )
}
