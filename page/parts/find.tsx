/** A search field; `/` puts the focus into it. */
import { useRef } from 'preact/hooks'
import { useKeys } from '../app/keys.ts'
import { Icon } from './icon.tsx'

interface Props {
  value: string
  label: string
  onInput: (value: string) => void
  class?: string
}

/** A search field with its label as placeholder. */
export function Find({ value, label, onInput, class: more = 'grow' }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => input.current?.focus() })
  return (
    <div class={`find ${more}`}>
      <Icon name="search" />
      <input
        ref={input}
        class="input"
        type="search"
        value={value}
        placeholder={label}
        aria-label={label}
        aria-keyshortcuts="/"
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <kbd>/</kbd>
    </div>
  )
}
