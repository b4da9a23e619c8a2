/** `/connectors`: the connectors, each with a preview. */
import { getActions } from '../api/api.ts'
import { words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import { pathOf } from '../app/paths.ts'
import { to } from '../app/session.ts'
import { useTitle } from '../app/title.ts'
import { ProblemNote } from '../parts/note.tsx'

/** The list of connectors. */
export default function Connectors() {
  const text = words.value.connectors
  useTitle(words.value.nav.connectors)
  const { value, problem, reload } = useLoad(getActions, [words.value])
  const connectors = value?.filter(({ kind }) => kind === 'connector')
  return (
    <>
      <div class="head">
        <div class="grow">
          <h1>{words.value.nav.connectors}</h1>
          <p class="muted">{text.intro}</p>
        </div>
      </div>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {connectors?.length === 0 && <p class="panel pad muted">{text.none}</p>}
      <ul class="steps">
        {connectors?.map(({ integration, id, name, description }) => (
          <li key={`${integration} ${id}`} class="panel pad">
            <h2>
              <a href={to(pathOf('connectors', integration, id))}>{name}</a>
            </h2>
            <p class="muted">{description}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
