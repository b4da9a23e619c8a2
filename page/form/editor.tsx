/** A field for a template: a plain textarea over its coloured copy, so that input methods and screen readers work. */
import type { Preview, TemplateProblem } from '../api/types.ts'
import { words } from '../app/language.ts'
import { Icon } from '../parts/icon.tsx'
import { Text } from '../parts/text.tsx'
import { mirrorPieces, spanOf } from './mirror.ts'

interface EditorProps {
  id: string
  value: string
  onInput: (value: string) => void
  problem?: Partial<TemplateProblem> | undefined
  describedBy: string
  placeholder?: string
}

/** The editor. A problem with a place gets a red wave there. */
export const TemplateEditor = ({ id, value, onInput, problem, describedBy, placeholder }: EditorProps) => (
  <div class="editor">
    <pre aria-hidden="true">
      {mirrorPieces(value, problem && spanOf(value, problem)).map(({ text, isCode, isWrong }) => (
        <span class={`${isCode ? 'tk' : 'tn'}${isWrong ? ' te' : ''}`}>{text}</span>
      ))}
      {'\u200b'}
    </pre>
    <textarea
      id={id}
      rows={1}
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      value={value}
      placeholder={placeholder}
      aria-describedby={describedBy}
      aria-invalid={problem ? 'true' : undefined}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
  </div>
)

/** What a template gives, or what is wrong with it. */
export const Gives = ({ preview, id }: { preview: Preview | undefined; id: string }) => (
  <div class="shows" id={id}>
    {!preview ? (
      <span class="faint">…</span>
    ) : preview.error ? (
      <>
        <span class="state bad">
          <Icon name="warn" />
        </span>
        <span>
          <Text value={`${preview.error.message.replace(/\.$/, '')}. ${preview.error.remedy ?? ''}`} />
        </span>
      </>
    ) : (
      <>
        <span class="faint">{words.value.form.gives}</span>
        <code>
          <Text
            value={typeof preview.value === 'string' ? preview.value : JSON.stringify(preview.value)}
            limit={2_000}
          />
        </code>
        <span class="faint xs">{preview.type}</span>
      </>
    )}
  </div>
)
