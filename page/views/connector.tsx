/** `/connectors/:integration/:id`: the parameters of a connector, and the alerts that it would create. */
import { getAction } from '../api/api.ts'
import { language, words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import type { ViewProps } from '../app/paths.ts'
import { to } from '../app/session.ts'
import { useTitle } from '../app/title.ts'
import { Note, ProblemNote } from '../parts/note.tsx'
import { EffectTag } from '../parts/tag.tsx'
import { Preview } from './connector/preview.tsx'

/** One connector. */
export default function ConnectorView({ params }: ViewProps) {
  const { integration = '', id = '' } = params
  const { value, problem, reload } = useLoad(
    (signal) => getAction(integration, id, signal),
    [integration, id, language.value],
  )
  useTitle(value?.name)
  return (
    <>
      <p class="crumb">
        <a href={to('/connectors')}>{words.value.nav.connectors}</a> / <span class="mono">{id}</span>
      </p>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      <div class="head">
        <div class="grow">
          <div class="row wrap">
            <h1>{value?.name ?? id}</h1>
            <EffectTag kind="connector" />
          </div>
          <p class="muted">{value?.description}</p>
        </div>
      </div>
      {value?.notes && value.notes.length > 0 && (
        <Note>
          <ul>
            {value.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Note>
      )}
      {value && <Preview key={`${integration} ${id}`} connector={value} />}
    </>
  )
}
