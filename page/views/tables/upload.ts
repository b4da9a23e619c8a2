/** Uploads a file and opens it as a table. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { type ApiProblem, problemOf } from '../../api/problem.ts'
import { uploadTable } from '../../api/tables.ts'
import { pathOf } from '../../app/paths.ts'
import { go } from '../../app/router.ts'
import { to } from '../../app/session.ts'

/** An upload: why it failed, whether it is in progress, and the function that starts it. */
interface Upload {
  problem: ApiProblem | undefined
  isSending: boolean
  /** Uploads the file, or the one that `file` resolves to; does nothing while an upload is in progress. */
  upload: (file: File | Promise<File>) => Promise<void>
}

/**
 * Keeps the state of one upload. A failure to make the file is shown like one to upload it. When the view is left, the
 * upload is given up, so that it does not open its table later.
 */
export function useUpload(): Upload {
  const [problem, setProblem] = useState<ApiProblem>()
  const [isSending, setSending] = useState(false)
  const sending = useRef<AbortController | undefined>(undefined)
  useEffect(() => () => sending.current?.abort(), [])
  const upload = async (file: File | Promise<File>) => {
    if (isSending) return
    setSending(true)
    setProblem(undefined)
    const controller = new AbortController()
    const { signal } = controller
    sending.current = controller
    try {
      const { id } = await uploadTable(await file, signal)
      if (!signal.aborted) go(to(pathOf('tables', id)))
    } catch (error) {
      if (!signal.aborted) setProblem(problemOf(error))
    }
    setSending(false)
  }
  return { problem, isSending, upload }
}
