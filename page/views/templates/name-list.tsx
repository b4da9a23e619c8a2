/** The data that a template reads, and what of it is missing. */
import type { Json } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { Icon } from '../../parts/icon.tsx'
import { Text } from '../../parts/text.tsx'
import { lookUp } from './names.ts'

/** One line per name. */
export const NameList = ({ names, context }: { names: readonly string[]; context: Json }) => {
  const text = words.value.templates
  return (
    <>
      <h3 class="sub">{text.reads}</h3>
      {names.length === 0 && <p class="pad muted s">{text.readsNothing}</p>}
      <ul class="names">
        {lookUp(names, context).map(({ name, state, value }) => (
          <li key={name}>
            <span class={state === 'missing' ? 'warnc' : 'okc'}>
              <Icon name={state === 'missing' ? 'warn' : 'ok'} label={text.states[state]} />
            </span>
            <code>{name}</code>
            <span class="muted cut">
              {state === 'found' ? <Text value={JSON.stringify(value)} limit={200} /> : text.states[state]}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
