/** `/connections/:name`: what a connection is configured with, whether it works, and which permissions it needs. */
import { getActions } from '../api/api.ts'
import { checkConnection, getConnection, type Step } from '../api/connections.ts'
import { words } from '../app/language.ts'
import { useLoad } from '../app/load.ts'
import { pathOf, type ViewProps } from '../app/paths.ts'
import { meta, to } from '../app/session.ts'
import { useTitle } from '../app/title.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { ProblemNote } from '../parts/note.tsx'
import { ConnectionTag } from '../parts/tag.tsx'
import { Text } from '../parts/text.tsx'
import { Configuration } from './connection/configuration.tsx'
import { Permissions } from './connection/permissions.tsx'

/** One connection, or the first one. */
export default function ConnectionView({ params }: ViewProps) {
  const text = words.value.connections
  const all = meta.value?.connections ?? []
  const name = params.name ?? all[0]?.name ?? ''
  useTitle(name || words.value.nav.connections)
  return (
    <>
      <div class="head">
        <div class="grow">
          <h1>{words.value.nav.connections}</h1>
          <p class="muted">{text.intro}</p>
        </div>
      </div>
      {all.length === 0 && <p class="panel pad muted">{text.none}</p>}
      {all.length > 1 && (
        <nav class="chips below" aria-label={words.value.nav.connections}>
          {all.map((one) => (
            <a
              key={one.name}
              class="chip"
              href={to(pathOf('connections', one.name))}
              aria-current={one.name === name ? 'page' : undefined}
            >
              {one.name}
            </a>
          ))}
        </nav>
      )}
      {name && <Connection key={name} name={name} />}
    </>
  )
}

function Connection({ name }: { name: string }) {
  const text = words.value.connections
  const connection = useLoad((signal) => getConnection(name, signal), [name, words.value])
  const check = useLoad((signal) => checkConnection(name, signal), [name, words.value])
  const actions = useLoad(getActions, [words.value]).value ?? []
  const shown = connection.value
  return (
    <>
      {connection.problem && <ProblemNote problem={connection.problem} onRetry={connection.reload} />}
      <div class="two">
        <section class="panel" aria-label={name}>
          <header>
            <h2>{name}</h2>
            {shown && <ConnectionTag connection={shown} />}
            <span class="grow cut s muted">{shown?.label}</span>
            <button type="button" class="btn small" onClick={check.reload}>
              <Icon name="again" />
              {text.check}
            </button>
          </header>
          {check.problem && (
            <div class="pad">
              <ProblemNote problem={check.problem} onRetry={check.reload} />
            </div>
          )}
          <div role="status">
            {check.value ? (
              <Steps steps={check.value.steps} />
            ) : (
              !check.problem && <p class="pad muted">{text.checking}</p>
            )}
          </div>
          {shown && <Configuration fields={shown.fields} />}
        </section>
        {check.value && <Permissions permissions={check.value.permissions} actions={actions} />}
      </div>
    </>
  )
}

const SIGNS: Readonly<Record<Step['level'], { icon: IconName; tone: string }>> = {
  ok: { icon: 'ok', tone: 'okc' },
  warn: { icon: 'warn', tone: 'warnc' },
  failed: { icon: 'bad', tone: 'badc' },
  skipped: { icon: 'dots', tone: 'faint' },
}

const Steps = ({ steps }: { steps: readonly Step[] }) => (
  <dl class="check">
    {steps
      .filter(({ step }) => step !== 'permissions')
      .map(({ integration, step, level, detail, remedy }) => (
        <div key={`${integration} ${step}`}>
          <dt>
            <span class={SIGNS[level].tone}>
              <Icon name={SIGNS[level].icon} label={words.value.connections.levels[level]} />
            </span>
            {step}
          </dt>
          <dd class="muted">
            <Text value={detail} limit={2_000} />
            {remedy && (
              <p>
                <Text value={remedy} limit={2_000} />
              </p>
            )}
          </dd>
        </div>
      ))}
  </dl>
)
