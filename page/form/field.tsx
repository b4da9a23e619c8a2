/** One field: label, control, help, problems, and the switch between value and template. */
import type { Parameter, Preview, Problem } from '../api/types.ts'
import { words } from '../app/language.ts'
import { Icon } from '../parts/icon.tsx'
import { Text } from '../parts/text.tsx'
import { Gives, TemplateEditor } from './editor.tsx'
import { Control } from './input.tsx'
import type { Need } from './need.ts'
import type { Entry } from './state.ts'

/** What a field is given. */
interface FieldProps {
  spec: Parameter
  need: Need
  entry: Entry | undefined
  template: string | undefined
  preview: Preview | undefined
  problems: readonly Problem[]
  /** False for forms without templates. */
  hasTemplates: boolean
  onEntry: (entry: Entry) => void
  /** Sets the template; undefined goes back to a value. */
  onTemplate: (template: string | undefined) => void
}

/** Id of a field's control in the document. */
export const fieldId = (name: string): string => `p-${name}`

/** One field. */
export function Field({
  spec,
  need,
  entry,
  template,
  preview,
  problems,
  hasTemplates,
  onEntry,
  onTemplate,
}: FieldProps) {
  const id = fieldId(spec.name)
  const isTemplate = template !== undefined
  const isWrong = problems.length > 0
  const describedBy = [`${id}-h`, isWrong && `${id}-e`, isTemplate && `${id}-g`].filter(Boolean).join(' ')
  const isSwitch = spec.type === 'boolean' && !isTemplate
  const classes = ['f', isWrong && 'wrong', isTemplate && 'tpl', isSwitch && 'on'].filter(Boolean).join(' ')
  // The preview says the same with a place of its own.
  const shown = problems.filter(({ rule }) => !(preview?.error && rule === 'template'))
  return (
    <div class={classes}>
      <div class="f-top">
        <label for={id}>{spec.label}</label>
        {need.is === 'required' && <span class="need">{words.value.form.required}</span>}
        {need.is === 'unused' && <span class="opt">{words.value.form.notWith(need.with)}</span>}
        {hasTemplates && !spec.secret && (
          <div class="seg tiny" role="group" aria-label={words.value.form.how(spec.label)}>
            <button type="button" aria-pressed={!isTemplate} onClick={() => onTemplate(undefined)}>
              {words.value.form.value}
            </button>
            <button type="button" aria-pressed={isTemplate} onClick={() => onTemplate(template ?? '')}>
              {words.value.form.template}
            </button>
          </div>
        )}
      </div>
      {isTemplate ? (
        <TemplateEditor
          id={id}
          value={template}
          problem={preview?.error ?? (isWrong ? problems[0] : undefined)}
          describedBy={describedBy}
          placeholder="{{ context.event.from | lower }}"
          onInput={onTemplate}
        />
      ) : (
        <Control
          {...{ spec, id, entry, onEntry, isWrong, describedBy }}
          isRequired={need.is === 'required'}
        />
      )}
      {isTemplate && template !== '' && <Gives preview={preview} id={`${id}-g`} />}
      {shown.length > 0 && (
        <div id={`${id}-e`}>
          {shown.map(({ where, message }) => (
            <p class="err" key={where + message}>
              <Icon name="warn" />
              <span>
                <Text value={message} />
              </span>
            </p>
          ))}
        </div>
      )}
      <p class="help" id={`${id}-h`}>
        {spec.description}
      </p>
    </div>
  )
}
