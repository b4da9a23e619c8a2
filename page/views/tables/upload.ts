/** Uploads a file and opens it as a table. */
import { useState } from 'preact/hooks'
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

/** Keeps the state of one upload. A failure to make the file is shown like one to upload it. */
export function useUpload(): Upload {
  const [problem, setProblem] = useState<ApiProblem>()
  const [isSending, setSending] = useState(false)
  const upload = async (file: File | Promise<File>) => {
    if (isSending) return
    setSending(true)
    setProblem(undefined)
    try {
      const { id } = await uploadTable(await file)
      go(to(pathOf('tables', id)))
    } catch (error) {
      setProblem(problemOf(error))
    }
    setSending(false)
  }
  return { problem, isSending, upload }
}
