/** The side bar: connection, navigation, language, theme, user. */
import { Icon } from '../parts/icon.tsx'
import { ConnectionTag } from '../parts/tag.tsx'
import { ROUTES } from '../routes.ts'
import { chooseLanguage, LANGUAGES, language, words } from './language.ts'
import { address } from './router.ts'
import { chooseConnection, connection, meta, to, unsettled, wantedConnection } from './session.ts'
import { switchTheme, theme } from './theme.ts'

/** The side bar. On narrow screens it is above the view. */
export const Side = ({ onHelp }: { onHelp: () => void }) => (
  <aside class="side" aria-label={words.value.frame.navigation}>
    <a class="brand" href={to('/actions')}>
      <span class="logo" aria-hidden="true" />
      soar
    </a>
    <ConnectionSwitch />
    <nav class="nav" aria-label={words.value.frame.views}>
      {ROUTES.filter(({ nav }) => nav && !nav.isSetUp).map(Entry)}
      {ROUTES.some(({ nav }) => nav?.isSetUp) && <h2>{words.value.frame.setUp}</h2>}
      {ROUTES.filter(({ nav }) => nav?.isSetUp).map(Entry)}
    </nav>
    <div class="foot">
      <LanguageSwitch />
      <div class="row">
        <span class="grow cut s muted" title={meta.value?.actor.subject}>
          {meta.value?.actor.subject}
        </span>
        <button type="button" class="btn quiet small" onClick={onHelp} aria-label={words.value.help.title}>
          ?
        </button>
        <button type="button" class="btn quiet small" onClick={switchTheme}>
          {words.value.frame.theme[theme.value === 'dark' ? 'light' : 'dark']}
        </button>
      </div>
    </div>
  </aside>
)

const Entry = ({ path, nav }: (typeof ROUTES)[number]) =>
  nav ? (
    <a
      key={path}
      href={to(path)}
      aria-current={
        address.value.path === path || address.value.path.startsWith(`${path}/`) ? 'page' : undefined
      }
    >
      <Icon name={nav.icon} />
      {words.value.nav[nav.word]}
      {path === '/runs' && unsettled.value > 0 && (
        <span class="tag odd alert" title={words.value.frame.unsettled(unsettled.value)}>
          <Icon name="odd" label={words.value.status.unknown} />
          {unsettled.value}
        </span>
      )}
    </a>
  ) : null

/** The connection that actions run on. A select covers the box, so that it works like one everywhere. */
const ConnectionSwitch = () => {
  const all = meta.value?.connections ?? []
  const current = connection.value
  const wanted = wantedConnection.value
  return (
    <div class="tenant">
      <b class="cut">{current?.name ?? wanted ?? words.value.frame.noConnection}</b>
      {current && <ConnectionTag connection={current} />}
      <span class="xs muted cut who">
        {current
          ? [current.label, current.account].filter(Boolean).join(' · ')
          : words.value.frame.chooseConnection}
      </span>
      {all.length > 0 && (
        <select
          aria-label={words.value.frame.connection}
          value={current?.name ?? ''}
          onChange={({ currentTarget }) => chooseConnection(currentTarget.value)}
        >
          {!current && <option value="">{wanted}</option>}
          {all.map(({ name, kind }) => (
            <option key={name} value={name}>
              {kind ? `${name} · ${words.value.connectionKind[kind]}` : name}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}

const LanguageSwitch = () => (
  <div class="seg" role="group" aria-label={words.value.frame.language}>
    {Object.entries(LANGUAGES).map(([code, { name }]) => (
      <button
        key={code}
        type="button"
        lang={code}
        aria-pressed={language.value === code}
        onClick={() => chooseLanguage(code)}
      >
        {name}
      </button>
    ))}
  </div>
)
