/** The permissions that a connection's role needs, and the actions that need them. */
import type { Permission } from '../../api/connections.ts'
import type { ActionLine } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { pathOf } from '../../app/paths.ts'
import { copy } from '../../app/say.ts'
import { to } from '../../app/session.ts'
import { Icon } from '../../parts/icon.tsx'

interface Props {
  permissions: readonly Permission[]
  actions: readonly ActionLine[]
}

/** A table with links to the actions. */
export function Permissions({ permissions, actions }: Props) {
  const text = words.value.connections
  const list = permissions.map(({ permission }) => permission).join('\n')
  return (
    <section class="panel" aria-label={text.permissions}>
      <header>
        <h2 class="grow">{text.permissions}</h2>
        <button
          type="button"
          class="btn quiet small"
          onClick={() => copy(list, words.value.copied(text.list), words.value.notCopied)}
        >
          <Icon name="copy" />
          {text.copyList}
        </button>
      </header>
      <dl class="perms">
        {permissions.map(({ integration, permission, actions: ids }) => (
          <div key={`${integration} ${permission}`}>
            <dt>{permission}</dt>
            <dd>
              {ids.map((id) => (
                <ActionLink key={id} action={actions.find((one) => isNamed(one, id, integration))} id={id} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const isNamed = (action: ActionLine, id: string, integration: string | undefined): boolean =>
  action.id === id && (integration === undefined || action.integration === integration)

const ActionLink = ({ action, id }: { action: ActionLine | undefined; id: string }) =>
  action ? (
    <a
      href={to(pathOf(action.kind === 'connector' ? 'connectors' : 'actions', action.integration, action.id))}
    >
      {action.name}
    </a>
  ) : (
    <span class="mono">{id}</span>
  )
