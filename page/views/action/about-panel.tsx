/** What an action needs and returns. */
import type { ActionDetail, Schema } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { kindOf } from '../../parts/tag.tsx'

/** Effect, permissions, messages and the fields of the result. */
export function AboutPanel({ action }: { action: ActionDetail }) {
  const text = words.value.about
  const { id, effect, idempotent, permissions, messages = {}, output } = action
  const isList = output?.type === 'array'
  const row = isList ? output?.items : output
  return (
    <>
      <dl class="kv">
        <dt>{text.id}</dt>
        <dd class="mono">{id}</dd>
        <dt>{words.value.effect.label}</dt>
        <dd>
          {words.value.effect[kindOf(action)]}
          {effect !== 'read' && ` · ${idempotent ? text.repeatable : text.notRepeatable}`}
        </dd>
        <dt>{words.value.permission}</dt>
        <dd>
          {permissions.map((permission) => (
            <div key={permission}>{permission}</div>
          ))}
          {permissions.length === 0 && text.none}
        </dd>
        {messages.success && (
          <>
            <dt>{text.message}</dt>
            <dd class="mono">{messages.success}</dd>
          </>
        )}
      </dl>
      {row && Object.keys(row.properties ?? {}).length > 0 && (
        <>
          <h3 class="sub">{isList ? text.rows : text.result}</h3>
          <dl class="kv">
            {Object.entries(row.properties ?? {}).map(([name, schema]) => (
              <>
                <dt key={name} class="mono">
                  {name}
                </dt>
                <dd>{schema.description ?? <span class="faint">{typeOf(schema)}</span>}</dd>
              </>
            ))}
          </dl>
        </>
      )}
    </>
  )
}

const typeOf = ({ type }: Schema): string => [type ?? []].flat().join(' | ')
