/** Code: JSON with colours, or plain text. */
import { useState } from 'preact/hooks'
import { words } from '../app/language.ts'
import { jsonTokens } from './json-tokens.ts'
import { Text } from './text.tsx'

/** What is coloured and drawn at once; a megabyte of coloured text would stop the page for seconds. */
const LIMIT = 60_000

/** A block of text in the fixed font, which can be scrolled with the keyboard. */
export const PlainCode = ({ text, label }: { text: string; label: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <pre class="code" tabIndex={0} role="region" aria-label={label}>
    <Text value={text} />
  </pre>
)

/** A value as JSON with colours. Long ones are cut until the user asks for the rest. */
export const Code = ({ value, label }: { value: unknown; label: string }) => {
  const [limit, setLimit] = useState(LIMIT)
  const json = JSON.stringify(value, null, 2) ?? ''
  const isCut = json.length > limit
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <pre class="code" tabIndex={0} role="region" aria-label={label}>
        {jsonTokens(isCut ? json.slice(0, limit) : json).map(({ text, tone }) =>
          tone ? (
            <span class={tone}>
              <Text value={text} />
            </span>
          ) : (
            text
          ),
        )}
        {isCut && '…'}
      </pre>
      {isCut && (
        <p class="inset">
          <button type="button" class="btn small" onClick={() => setLimit(limit * 4)}>
            {words.value.more(json.length - limit)}
          </button>
        </p>
      )}
    </>
  )
}
