/** One numbered part of a table run. */
import type { ComponentChildren } from 'preact'
import { words } from '../../app/language.ts'
import { Icon } from '../../parts/icon.tsx'

interface Props {
  no: number
  title: string
  isDone: boolean
  /** Beside the title. */
  extra?: ComponentChildren
  children: ComponentChildren
}

/** A panel with its number, or a sign once it is done. */
export const Part = ({ no, title, isDone, extra, children }: Props) => (
  <section class={`panel ${isDone ? 'done' : ''}`} aria-label={title}>
    <header>
      <span class="no">{isDone ? <Icon name="ok" label={words.value.tables.done} /> : no}</span>
      <h2 class="grow">{title}</h2>
      {extra}
    </header>
    {children}
  </section>
)
