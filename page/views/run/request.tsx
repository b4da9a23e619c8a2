/** What a run was asked for, what it received and what it sent first. */
import type { DryRequest, Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { Code } from '../../parts/code.tsx'
import { Text } from '../../parts/text.tsx'

/** The request of a run. */
export function Request({ run }: { run: Run }) {
  const text = words.value.run
  const { first_request, inputs, request, withheld = [], plan_id, trace_id, note } = run
  const facts = [
    [text.note, note],
    [text.plan, plan_id],
    [text.trace, trace_id],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined)
  return (
    <>
      {first_request ? (
        <Sent request={first_request} />
      ) : (
        first_request === null && <p class="pad muted">{text.sentNone}</p>
      )}
      {inputs !== undefined && (
        <>
          <p class="sub">{text.received}</p>
          <Code value={inputs} label={text.received} />
        </>
      )}
      <p class="sub">{text.asked}</p>
      <Code value={request} label={text.asked} />
      {withheld.length > 0 && <p class="inset s muted">{text.secrets(withheld.join(', '))}</p>}
      {facts.length > 0 && (
        <dl class="kv">
          {facts.map(([name, value]) => (
            <Fact key={name} name={name} value={value} />
          ))}
        </dl>
      )}
    </>
  )
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>
      <Text value={value} />
    </dd>
  </>
)

/** A request, credentials redacted. */
const Sent = ({ request: { method, url, headers, body } }: { request: DryRequest }) => (
  <>
    <div class="req">
      <span class="m">{method}</span>
      <span>
        <Text value={url} />
      </span>
    </div>
    <dl class="lines">
      {Object.entries(headers).flatMap(([name, value]) => [
        <dt key={`${name}:`}>{name}</dt>,
        <dd key={name} class={value === '***' ? 'faint' : ''}>
          <Text value={value} />
        </dd>,
      ])}
    </dl>
    {body !== null && (
      <>
        <p class="sub">{words.value.run.body}</p>
        <Code value={body} label={words.value.run.body} />
      </>
    )}
  </>
)
