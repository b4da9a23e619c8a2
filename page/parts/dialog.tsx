/** A modal dialog: the browser's own, with its focus trap and Esc. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface Props {
  title: string
  children: ComponentChildren
  /** Buttons, the safe one first. */
  footer: ComponentChildren
  onClose: () => void
}

/** Shows a dialog as long as it is rendered. The element with `data-focus` gets the focus, else the first. */
export function Dialog({ title, children, footer, onClose }: Props) {
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const dialog = box.current
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>('[data-focus]')?.focus()
    return () => {
      // As long as it is open, nothing else can get the focus.
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div class="in">
        <h2 id="dialog-title">{title}</h2>
        {children}
      </div>
      <footer>{footer}</footer>
    </dialog>
  )
}
