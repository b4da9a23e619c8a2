/** The configuration of a connection, without secrets. */
import type { ConfigField } from '../../api/connections.ts'
import { words } from '../../app/language.ts'
import { Text } from '../../parts/text.tsx'

/** Fields and their values; of secrets, whether they are set and where they come from. */
export const Configuration = ({ fields }: { fields: readonly ConfigField[] }) => (
  <>
    <h3 class="sub">{words.value.connections.configuration}</h3>
    <dl class="kv">
      {fields.map((field) => (
        <Field key={field.name} field={field} />
      ))}
    </dl>
  </>
)

function Field({ field }: { field: ConfigField }) {
  const text = words.value.connections
  const { label, secret, set, from, variable, value } = field
  const origin = variable ? `$${variable}` : from && from !== 'connection' ? text.from[from] : undefined
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {!set ? (
          <span class="faint">{text.notSet}</span>
        ) : secret || value === undefined ? (
          text.set
        ) : (
          <span class="mono">
            <Text value={typeof value === 'string' ? value : JSON.stringify(value)} limit={500} />
          </span>
        )}
        {set && origin && <span class="faint">{text.origin(origin)}</span>}
      </dd>
    </>
  )
}
