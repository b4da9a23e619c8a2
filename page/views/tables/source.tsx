/** Where one parameter comes from. */
import type { Json, Parameter, Problem } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { Control } from '../../form/input.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Text } from '../../parts/text.tsx'
import { textOf } from '../run/cell.tsx'
import type { Source } from './mapping.ts'

interface Props {
  spec: Parameter
  columns: readonly string[]
  source: Source | undefined
  onSource: (source: Source | undefined) => void
  /** What the first row gives, once it is planned. */
  gives: Json | undefined
  problems: readonly Problem[]
}

const KINDS = ['column', 'template', 'same'] as const

/** A line of the mapping: parameter, source, value of the first row. */
export function SourceLine({ spec, columns, source, onSource, gives, problems }: Props) {
  const text = words.value.tables
  const id = `p-${spec.name}`
  const startOf = (kind: string): Source | undefined => {
    const found = KINDS.find((one) => one === kind)
    if (!found) return undefined
    const column = columns[0] ?? ''
    const start = { column, template: `{{ row['${column}'] }}`, same: '' }
    return { kind: found, value: start[found] }
  }
  return (
    <div class={`source ${problems.length > 0 ? 'wrong' : ''}`}>
      <div>
        <label class="name" for={source ? id : `${id}-kind`}>
          {spec.label}
        </label>{' '}
        {spec.required && <span class="need">{words.value.form.required}</span>}
      </div>
      <div class="row">
        <select
          id={`${id}-kind`}
          class="field-in slim"
          aria-label={text.sourceOf(spec.label)}
          value={source?.kind ?? ''}
          onChange={({ currentTarget }) => onSource(startOf(currentTarget.value))}
        >
          <option value="">{text.notGiven}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {text.kinds[kind]}
            </option>
          ))}
        </select>
        {source?.kind === 'column' && (
          <select
            id={id}
            class="field-in"
            value={String(source.value)}
            onChange={({ currentTarget }) => onSource({ kind: 'column', value: currentTarget.value })}
          >
            {columns.map((column) => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
          </select>
        )}
        {source?.kind === 'template' && (
          <input
            id={id}
            class="field-in mono"
            autocomplete="off"
            spellcheck={false}
            value={String(source.value)}
            onInput={({ currentTarget }) => onSource({ kind: 'template', value: currentTarget.value })}
          />
        )}
        {source?.kind === 'same' && (
          <Control
            spec={spec}
            id={id}
            entry={source.value}
            onEntry={(value) => onSource({ kind: 'same', value })}
            isRequired={spec.required === true}
            isWrong={problems.length > 0}
            describedBy={`${id}-gives`}
          />
        )}
      </div>
      <div id={`${id}-gives`} class="mono cut">
        {problems.map(({ message }) => (
          <p key={message} class="err row">
            <Icon name="warn" />
            <Text value={message} limit={500} />
          </p>
        ))}
        {problems.length === 0 && gives !== undefined && (
          <>
            <span class="arrow">→ </span>
            <Text value={textOf(gives)} limit={200} />
          </>
        )}
      </div>
    </div>
  )
}
