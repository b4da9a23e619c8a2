/** The control of a field, by the type of its parameter. */
import type { Parameter } from '../api/types.ts'
import { words } from '../app/language.ts'
import { defaultEntry, type Entry, isTemplate, itemsOf } from './state.ts'

/** What every control is given. */
interface ControlProps {
  spec: Parameter
  id: string
  /** What was entered; undefined shows the default. */
  entry: Entry | undefined
  onEntry: (entry: Entry) => void
  isRequired: boolean
  isWrong: boolean
  describedBy: string
}

/** The control that fits a parameter. */
export function Control(props: ControlProps) {
  const { spec, entry } = props
  if (spec.type === 'boolean') return <Switch {...props} />
  if (spec.type === 'list' && spec.enum) return <Checks {...props} />
  if (spec.enum) return <Choice {...props} />
  const isLong =
    spec.type === 'list' || spec.type === 'json' || (!spec.secret && String(entry ?? '').includes('\n'))
  return isLong ? <Lines {...props} /> : <Line {...props} />
}

const shared = ({ id, isRequired, isWrong, describedBy }: ControlProps) => ({
  id,
  class: 'field-in',
  'aria-describedby': describedBy,
  'aria-invalid': isWrong ? ('true' as const) : undefined,
  'aria-required': isRequired ? ('true' as const) : undefined,
})

function Line(props: ControlProps) {
  const { spec, entry, onEntry } = props
  return (
    <input
      {...shared(props)}
      {...(spec.secret ? { type: 'password' as const } : { type: 'text' as const })}
      inputMode={spec.type === 'integer' ? 'numeric' : spec.type === 'number' ? 'decimal' : undefined}
      autocomplete="off"
      spellcheck={false}
      autocapitalize="off"
      value={String(entry ?? '')}
      placeholder={placeholderOf(spec)}
      onInput={({ currentTarget }) => onEntry(currentTarget.value)}
      onPaste={(event) => {
        // An input would drop the line ends; the field becomes one with several lines instead.
        const pasted = event.clipboardData?.getData('text/plain') ?? ''
        if (spec.secret || !pasted.trimEnd().includes('\n')) return
        event.preventDefault()
        const { value, selectionStart, selectionEnd } = event.currentTarget
        onEntry(
          value.slice(0, selectionStart ?? value.length) + pasted + value.slice(selectionEnd ?? value.length),
        )
      }}
    />
  )
}

function Lines(props: ControlProps) {
  const { spec, entry, onEntry } = props
  return (
    <textarea
      {...shared(props)}
      class={spec.type === 'json' ? 'field-in grows mono' : 'field-in grows'}
      rows={2}
      spellcheck={false}
      value={String(entry ?? defaultEntry(spec) ?? '')}
      placeholder={spec.type === 'list' ? words.value.form.onePerLine : spec.type === 'json' ? 'JSON' : ''}
      onInput={({ currentTarget }) => onEntry(currentTarget.value)}
    />
  )
}

function Choice(props: ControlProps) {
  const { spec, entry, onEntry } = props
  const choices = (spec.enum ?? []).map(String)
  const chosen = String(entry ?? defaultEntry(spec) ?? '')
  // An earlier run may have used another spelling, which the server accepts.
  const all = chosen === '' || choices.includes(chosen) ? choices : [chosen, ...choices]
  return (
    <select {...shared(props)} value={chosen} onChange={({ currentTarget }) => onEntry(currentTarget.value)}>
      {spec.default === undefined && <option value="">{words.value.form.choose}</option>}
      {all.map((choice) => (
        <option key={choice} value={choice}>
          {choice === String(spec.default) ? words.value.form.isDefault(choice) : choice}
        </option>
      ))}
    </select>
  )
}

function Switch(props: ControlProps) {
  const { id, spec, entry, onEntry, describedBy } = props
  const isOn = (entry ?? defaultEntry(spec)) === true
  return (
    <label class="sw">
      <input
        type="checkbox"
        role="switch"
        id={id}
        checked={isOn}
        aria-checked={isOn}
        aria-describedby={describedBy}
        onChange={({ currentTarget }) => onEntry(currentTarget.checked)}
      />
      <i />
    </label>
  )
}

function Checks({ spec, id, entry, onEntry, describedBy }: ControlProps) {
  const chosen = itemsOf(String(entry ?? defaultEntry(spec) ?? ''))
  const choices = (spec.enum ?? []).map(String)
  const all = [...choices, ...chosen.filter((one) => !choices.includes(one))]
  return (
    <div
      class="checks"
      id={id}
      role="group"
      aria-label={spec.label}
      aria-describedby={describedBy}
      tabIndex={-1}
    >
      {all.map((choice) => (
        <label key={choice}>
          <input
            type="checkbox"
            checked={chosen.includes(choice)}
            onChange={({ currentTarget }) => {
              const next = currentTarget.checked
                ? [...chosen, choice]
                : chosen.filter((one) => one !== choice)
              onEntry(all.filter((one) => next.includes(one)).join('\n'))
            }}
          />
          {choice}
        </label>
      ))}
    </div>
  )
}

function placeholderOf(spec: Parameter): string {
  if (isTemplate(spec.default)) return words.value.form.fromContext
  const entry = defaultEntry(spec)
  if (entry !== undefined && entry !== '') return words.value.form.isDefault(String(entry))
  return spec.format === 'datetime' ? '2026-03-09T08:00:00Z' : ''
}
