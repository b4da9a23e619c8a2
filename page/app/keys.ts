/** Single-key shortcuts: outside fields, and only as long as they are switched on. */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { store, stored } from './stored.ts'

/** What a key does; a sequence such as `g a` is written with a blank. */
type Keys = Readonly<Record<string, () => void>>

/** Whether single keys do anything (WCAG 2.1.4). */
export const singleKeys = signal(true)

const bound: Keys[] = []
let first = ''
let firstAt = 0

/** Switches single keys on or off and keeps the choice. */
export function switchSingleKeys(on: boolean): void {
  singleKeys.value = on
  store('keys', on ? undefined : 'off')
}

/** Binds keys as long as the component is shown. What was bound last comes first. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    bound.push(keys)
    return () => {
      bound.splice(bound.indexOf(keys), 1)
    }
  })
}

/** Listens to the keyboard. */
export function startKeys(): void {
  singleKeys.value = stored('keys') !== 'off'
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (!singleKeys.value || isField(event.target) || document.querySelector('dialog[open]')) return
    const sequence = first && event.timeStamp - firstAt < 1_500 ? `${first} ${event.key}` : event.key
    const run = actionOf(sequence) ?? actionOf(event.key)
    first = run ? '' : event.key
    firstAt = event.timeStamp
    if (!run) return
    event.preventDefault()
    run()
  })
}

const actionOf = (sequence: string): (() => void) | undefined =>
  bound.findLast((keys) => Object.hasOwn(keys, sequence))?.[sequence]

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && /^(?:checkbox|radio|button)$/.test(target.type))
