/** Short messages: read by screen readers, and shown for a few seconds. */
import { signal } from '@preact/signals'

/** The message that is shown now. */
export const toast = signal<string | undefined>(undefined)

let timer: ReturnType<typeof setTimeout> | undefined

/** Reads a message to screen readers without showing it. */
function say(message: string): void {
  const live = document.getElementById('live')
  if (live) live.textContent = message
}

/** Shows a message for a few seconds and reads it to screen readers. */
export function tell(message: string): void {
  say(message)
  toast.value = message
  clearTimeout(timer)
  timer = setTimeout(() => {
    toast.value = undefined
  }, 5_000)
}

/** Copies text to the clipboard and says so. */
export async function copy(text: string, done: string, failed: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    tell(done)
  } catch {
    tell(failed)
  }
}
