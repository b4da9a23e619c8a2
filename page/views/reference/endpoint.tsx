/** One operation of the API: folded, and in full when it is opened. */
import { useState } from 'preact/hooks'
import type { ApiSchema, OpenApi } from '../../api/openapi.ts'
import { words } from '../../app/language.ts'
import { copy } from '../../app/say.ts'
import { Code, PlainCode } from '../../parts/code.tsx'
import { Icon } from '../../parts/icon.tsx'
import { EffectTag } from '../../parts/tag.tsx'
import { Text } from '../../parts/text.tsx'
import { curlOf, type Endpoint } from './operations.ts'
import { linesOf, type SchemaLine, typeOf } from './schema.ts'

/** An operation. Its parts are drawn when it is opened for the first time. */
export function EndpointPanel({ endpoint, api }: { endpoint: Endpoint; api: OpenApi }) {
  const [isOpen, setOpen] = useState(false)
  const { method, path, operation } = endpoint
  const effect = path.endsWith('/runs') ? operation['x-soar-effect'] : undefined
  return (
    <details class="endpoint" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="m mono">{method}</span>
        <span class="mono path">{path}</span>
        <span class="grow cut muted">{operation.summary}</span>
        {operation.deprecated && <span class="tag warn">{words.value.reference.deprecated}</span>}
        {effect && <EffectTag kind={effect} />}
      </summary>
      {isOpen && <Whole endpoint={endpoint} api={api} />}
    </details>
  )
}

function Whole({ endpoint, api }: { endpoint: Endpoint; api: OpenApi }) {
  const text = words.value.reference
  const { operation } = endpoint
  const content = operation.requestBody?.content?.['application/json']
  const given = (operation.parameters ?? []).map(
    ({ name, in: where, required, description = '', schema = {} }): SchemaLine => ({
      name,
      type: `${text.places[where as keyof typeof text.places] ?? where}, ${typeOf(schema, api)}`,
      isRequired: required === true,
      description,
    }),
  )
  const scope = operation['x-soar-scope']
  const permissions = operation['x-soar-permissions'] ?? []
  const curl = curlOf(endpoint, location.origin)
  return (
    <div class="inset">
      {operation.description && (
        <p class="below">
          <Text value={operation.description} />
        </p>
      )}
      {scope && (
        <p class="s muted">
          {text.scope} <code>{scope}</code>
          {permissions.length > 0 && ` · ${words.value.permission}: ${permissions.join(', ')}`}
        </p>
      )}
      <Lines title={text.parameters} lines={given} />
      <Lines title={text.body} lines={linesOf(content?.schema ?? {}, api)} />
      {content?.example !== undefined && (
        <>
          <h3>{text.example}</h3>
          <Code value={content.example} label={text.example} />
        </>
      )}
      <h3 class="row">
        <span class="grow">curl</span>
        <button
          type="button"
          class="btn quiet small"
          onClick={() => copy(curl, words.value.copied('curl'), words.value.notCopied)}
        >
          <Icon name="copy" />
          {words.value.copy}
        </button>
      </h3>
      <PlainCode text={curl} label="curl" />
      <h3>{text.responses}</h3>
      <dl class="kv">
        {Object.entries(operation.responses ?? {}).flatMap(([status, { description, content: answers }]) => [
          <dt key={status} class="mono">
            {status}
          </dt>,
          <dd key={`${status}:`}>
            {description} <Answer schema={answers?.['application/json']?.schema} api={api} />
          </dd>,
        ])}
      </dl>
    </div>
  )
}

const Answer = ({ schema, api }: { schema: ApiSchema | undefined; api: OpenApi }) => {
  const lines = schema ? linesOf(schema, api) : []
  return lines.length > 0 ? (
    <details>
      <summary class="s muted">{words.value.reference.fields(lines.length)}</summary>
      <Lines lines={lines} />
    </details>
  ) : null
}

const Lines = ({ title, lines }: { title?: string; lines: readonly SchemaLine[] }) =>
  lines.length === 0 ? null : (
    <>
      {title && <h3>{title}</h3>}
      <dl class="kv schema">
        {lines.flatMap(({ name, type, isRequired, description }) => [
          <dt key={name} class="mono">
            {name}
          </dt>,
          <dd key={`${name}:`}>
            <span class="faint mono">{type.slice(0, 200)}</span>
            {isRequired && <span class="need sp">{words.value.form.required}</span>}
            {description && <p>{description}</p>}
          </dd>,
        ])}
      </dl>
    </>
  )
