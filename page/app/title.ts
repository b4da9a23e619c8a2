/** The title of the window. */
import { useEffect } from 'preact/hooks'

/** Names the view in the title of the window. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · soar` : 'soar'
  }, [title])
}
