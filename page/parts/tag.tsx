/** Small signs: what an action does, and what kind of tenant a connection leads to. */
import type { ComponentChildren } from 'preact'
import type { ActionLine, Connection } from '../api/types.ts'
import { words } from '../app/language.ts'
import { Icon, type IconName } from './icon.tsx'

/** What the signs of the catalogue distinguish. */
export type Kind = 'read' | 'write' | 'destructive' | 'connector'

/** The kind of an action. */
export const kindOf = ({ kind, effect }: Pick<ActionLine, 'kind' | 'effect'>): Kind =>
  kind === 'connector' ? 'connector' : effect

/** The icon of each kind. */
export const KIND_ICONS: Readonly<Record<Kind, IconName>> = {
  read: 'eye',
  write: 'pen',
  destructive: 'del',
  connector: 'inflow',
}

/** A word on a coloured ground. */
export const Tag = ({
  tone = '',
  icon,
  children,
}: {
  tone?: string
  icon?: IconName
  children: ComponentChildren
}) => (
  <span class={`tag ${tone}`}>
    {icon && <Icon name={icon} />}
    {children}
  </span>
)

/** What an action does to the tenant. */
export const EffectTag = ({ kind }: { kind: Kind }) => (
  <Tag tone={kind} icon={KIND_ICONS[kind]}>
    {words.value.effect[kind]}
  </Tag>
)

/** Whether a connection leads to a production or a test tenant; nothing if that is not configured. */
export const ConnectionTag = ({ connection: { kind } }: { connection: Connection }) =>
  kind ? <Tag tone={kind === 'production' ? 'warn' : 'info'}>{words.value.connectionKind[kind]}</Tag> : null
