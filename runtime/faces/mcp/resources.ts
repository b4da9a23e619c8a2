/** The resources of the server: reference pages and the last results. */
import { ProtocolErrorCode, type ReadResourceResult, type Resource } from '@modelcontextprotocol/server'
import { actionDoc } from '../../authoring/generate/actions-doc.ts'
import type { Manifest } from '../../integration/manifest.ts'
import { visibleJson } from '../../safety/control-characters.ts'
import type { Offer } from '../../service/offers.ts'
import type { Core } from '../../service/service.ts'
import { CONTENT } from './answer/answer.ts'
import { protocolError } from './protocol-error.ts'

/** The protocol's code for a resource that does not exist. */
const NOT_FOUND = ProtocolErrorCode.InvalidParams

/** Every resource: pages in the order of the tools, then results, the newest first. */
export function listResources({ offers, results, t }: Core, subject: string | undefined): Resource[] {
  const pages = [...offers.tools.values()].map(({ id, texts }) => ({
    uri: `soar://actions/${id}`,
    name: id,
    title: t('page', { name: texts.name }),
    mimeType: 'text/markdown',
  }))
  const kept = results.list(subject).map(({ number, name, at, text }) => ({
    uri: `soar://results/${number}`,
    name: `result-${number}`,
    title: t('result', { number, name }),
    mimeType: 'application/json',
    size: Buffer.byteLength(text),
    annotations: { lastModified: at },
    _meta: { 'soar/content': CONTENT },
  }))
  return [...pages, ...kept]
}

/** Reads one. Throws a protocol error if it does not exist or belongs to another caller. */
export function readResource(core: Core, uri: string, subject: string | undefined): ReadResourceResult {
  const [, kind, name = ''] = /^soar:\/\/(actions|results)\/([\w.-]{1,160})$/.exec(uri) ?? []
  if (kind === 'actions') {
    const offer = [...core.offers.tools.values()].find(({ id }) => id === name)
    if (offer) return { contents: [{ uri, mimeType: 'text/markdown', text: pageOf(offer) }] }
  }
  if (kind === 'results') {
    const result = core.results.find(Number(name), subject)
    if (result) {
      const text = visibleJson(`{"soar":${JSON.stringify(CONTENT)},${result.text.slice(1)}`)
      return { contents: [{ uri, mimeType: 'application/json', text, _meta: { 'soar/content': CONTENT } }] }
    }
  }
  throw protocolError(NOT_FOUND, `There is no resource "${uri.slice(0, 200)}".`, { uri: uri.slice(0, 200) })
}

/** The page with the texts of the server's language. */
function pageOf({ id, action: { manifest }, texts }: Offer): string {
  const parameters = Object.entries(manifest.parameters).map(([name, spec]) => [
    name,
    { ...spec, ...texts.parameters[name] },
  ])
  const { name, description, notes, messages, deprecated, experimental } = texts
  const localised: Manifest = {
    ...manifest,
    name,
    description,
    notes,
    messages,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(experimental === undefined ? {} : { experimental }),
    parameters: Object.fromEntries(parameters),
  }
  return actionDoc({ id, manifest: localised })
}
