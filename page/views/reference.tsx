/** `/api`: the reference of the HTTP API, made from the server's OpenAPI description. */
import { getOpenApi, OPENAPI } from '../api/openapi.ts'
import { words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import { address, setQuery } from '../app/router.ts'
import { useTitle } from '../app/title.ts'
import { Find } from '../parts/find.tsx'
import { Icon } from '../parts/icon.tsx'
import { ProblemNote } from '../parts/note.tsx'
import { EndpointPanel } from './reference/endpoint.tsx'
import { groupsOf } from './reference/operations.ts'

/** The reference. */
export default function Reference() {
  const text = words.value.reference
  useTitle(text.title)
  const search = address.value.query.get('q') ?? ''
  const { value: api, problem, reload } = useLoad(getOpenApi, [words.value])
  const groups = api ? groupsOf(api, search) : new Map<string, never[]>()
  return (
    <>
      <div class="head">
        <div class="grow">
          <h1>{text.title}</h1>
          <p class="muted">{text.intro}</p>
        </div>
        <a class="btn" href={OPENAPI} download="openapi.json">
          <Icon name="down" />
          openapi.json
        </a>
      </div>
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      <div class="row">
        <Find value={search} label={text.find} onInput={(value) => setQuery({ q: value })} />
      </div>
      {api && groups.size === 0 && <p class="panel pad gap muted">{text.none(search)}</p>}
      {api &&
        [...groups].map(([tag, endpoints]) => (
          <section key={tag} class="gap" aria-label={tag}>
            <h2 class="below">{tag}</h2>
            <div class="panel">
              {endpoints.map((endpoint) => (
                <EndpointPanel key={`${endpoint.method} ${endpoint.path}`} endpoint={endpoint} api={api} />
              ))}
            </div>
          </section>
        ))}
    </>
  )
}
