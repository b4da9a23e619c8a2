/** The data that templates can read, as JSON text. */
import { words } from '../app/language.ts'
import { Icon } from '../parts/icon.tsx'
import { Text } from '../parts/text.tsx'
import { type Context, readContext } from './context.ts'

/** An editor for the context. Text that is not JSON is not sent. */
export function ContextEditor({ text, onText }: { text: string; onText: (text: string) => void }) {
  const context: Context = readContext(text)
  const { label, help } = words.value.context
  return (
    <div class="pad">
      <label class="s muted" for="context">
        {help}
      </label>
      <textarea
        id="context"
        class="field-in grows mono up"
        rows={12}
        spellcheck={false}
        value={text}
        aria-label={label}
        aria-invalid={context.fault ? 'true' : undefined}
        aria-describedby="context-fault"
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
      <p class="err state bad up" id="context-fault" role="status">
        {context.fault && (
          <>
            <Icon name="warn" />
            <span class="s">
              {words.value.context.invalid} <Text value={context.fault} />
            </span>
          </>
        )}
      </p>
    </div>
  )
}
