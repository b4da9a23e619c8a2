/** A form made from parameters. */
import type { Parameter, Preview, Problem } from '../api/types.ts'
import { words } from '../app/language.ts'
import { Field } from './field.tsx'
import { needOf, rowsOf } from './need.ts'
import type { FormState } from './state.ts'

/** What a form is given. */
interface FormProps {
  specs: readonly Parameter[]
  state: FormState
  onState: (state: FormState) => void
  /** Problems of the last plan; those about a parameter are shown at its field. */
  problems: readonly Problem[]
  /** What the templates give, by parameter name. */
  previews?: Readonly<Record<string, Preview>>
  hasTemplates?: boolean
}

/** Whether a problem is about a parameter, or about a part of its value. */
export const isAbout = ({ where }: Problem, name: string): boolean =>
  where === name || where.startsWith(`${name}.`) || where.startsWith(`${name}[`)

/** The fields, in the order of the manifest; advanced ones are folded until one of them has a problem. */
export function Form({ specs, state, onState, problems, previews = {}, hasTemplates = true }: FormProps) {
  const plain = specs.filter(({ advanced }) => !advanced)
  const advanced = specs.filter((spec) => spec.advanced)
  const hasProblem = advanced.some(({ name }) => problems.some((problem) => isAbout(problem, name)))
  const fieldOf = (spec: Parameter) => {
    const { name } = spec
    return (
      <Field
        key={name}
        spec={spec}
        need={needOf(spec, specs, state)}
        entry={state.values[name]}
        template={state.templates[name]}
        preview={previews[name]}
        problems={problems.filter((problem) => isAbout(problem, name))}
        hasTemplates={hasTemplates}
        onEntry={(entry) => onState({ ...state, values: { ...state.values, [name]: entry } })}
        onTemplate={(template) =>
          onState({ ...state, templates: withTemplate(state.templates, name, template) })
        }
      />
    )
  }
  const rows = (shown: readonly Parameter[]) =>
    rowsOf(shown).map((row) =>
      row.length > 1 ? (
        <div class="pair" key={row[0]?.name}>
          {row.map(fieldOf)}
        </div>
      ) : (
        row.map(fieldOf)
      ),
    )
  return (
    <div class="form">
      {specs.length === 0 && <p class="muted up">{words.value.form.none}</p>}
      {rows(plain)}
      {advanced.length > 0 && (
        <details open={hasProblem}>
          <summary class="s muted">{words.value.form.advanced(advanced.length)}</summary>
          {rows(advanced)}
        </details>
      )}
    </div>
  )
}

function withTemplate(templates: FormState['templates'], name: string, template: string | undefined) {
  const { [name]: _, ...others } = templates
  return template === undefined ? others : { ...others, [name]: template }
}
