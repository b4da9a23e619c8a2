/** Exports the runs that match the filters, as JSON Lines. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { getRuns, type RunFilter } from '../../api/api.ts'
import { type ApiProblem, isAborted, problemOf } from '../../api/problem.ts'
import { words } from '../../app/language.ts'
import { save } from '../../app/save.ts'
import { Icon } from '../../parts/icon.tsx'
import { ProblemNote } from '../../parts/note.tsx'

/** Reads page after page and saves them as one file; leaving the view gives up. */
export function Export({ filter }: { filter: RunFilter }) {
  const [read, setRead] = useState<number>()
  const [problem, setProblem] = useState<ApiProblem>()
  const controller = useRef(new AbortController())
  useEffect(() => () => controller.current.abort(), [])
  const start = async () => {
    setProblem(undefined)
    setRead(0)
    try {
      const lines: string[] = []
      let cursor: string | undefined
      do {
        const page = await getRuns({ ...filter, limit: '200', cursor }, controller.current.signal)
        lines.push(...page.items.map((run) => `${JSON.stringify(run)}\n`))
        cursor = page.next
        setRead(lines.length)
      } while (cursor)
      save('runs.jsonl', new Blob(lines, { type: 'application/jsonl' }))
    } catch (error) {
      if (!isAborted(error)) setProblem(problemOf(error))
    }
    setRead(undefined)
  }
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <button type="button" class="btn" disabled={read !== undefined} onClick={start}>
        <Icon name="down" />
        {read === undefined ? words.value.runs.export : words.value.runs.exporting(read)}
      </button>
    </>
  )
}
