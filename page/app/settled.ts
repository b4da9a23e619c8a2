/** Waits until a text no longer changes. */
import { useEffect, useState } from 'preact/hooks'

/** The text once it has not changed for 200 ms, so that not every key asks the server. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
