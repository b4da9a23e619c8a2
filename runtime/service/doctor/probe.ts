/** Checks the connection to a host step by step: name, connection, certificate. */
import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, getCACertificates, type TLSSocket } from 'node:tls'
import type { Json } from '../../contract/json.ts'
import { english } from '../../contract/phrases.ts'
import { trustedAuthorities } from '../../http/certificates.ts'
import { diagnose } from '../../http/diagnose.ts'
import { CONNECT_TIMEOUT, chooseProxy } from '../../http/proxy.ts'
import type { RouteOptions } from '../../http/settings.ts'
import { type Step, type StepLevel, stepOf } from './step.ts'

/** What a step found. */
interface Found {
  level?: StepLevel
  detail: string
  data: Record<string, Json>
}

/**
 * Checks the connection to the host of an address, through the proxy if one applies. The first step that fails is the
 * last.
 */
export async function probeHost(url: URL, options: RouteOptions): Promise<Step[]> {
  const proxy = chooseProxy(url, options)
  const target = proxy?.url ?? url
  const what = proxy ? 'proxy' : 'host'
  const secure = target.protocol === 'https:'
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(target.port || (secure ? 443 : 80))
  const steps: Step[] = []
  const attempt = async (step: string, remedy: string, work: () => Promise<Found>): Promise<boolean> => {
    try {
      const { detail, data, level = 'ok' } = await work()
      steps.push(stepOf(step, level, detail, { data }))
      return true
    } catch (cause) {
      const detail = `${host}:${port}: ${english(diagnose(cause).reason)}`
      steps.push(stepOf(step, 'failed', detail, { remedy, data: { host, port } }))
      return false
    }
  }
  const found = await attempt(
    `${what} name`,
    `Check the ${what}'s name in the configuration, and the name server of this machine.`,
    async () => {
      if (isIP(host)) return { detail: `${host} is an address`, data: { host, addresses: [host] } }
      const addresses = (await lookup(host, { all: true })).map(({ address }) => address)
      return { detail: `${host} is ${addresses.join(', ')}`, data: { host, addresses } }
    },
  )
  if (!found) return steps
  const connected = await attempt(
    `${what} connection`,
    `Check port, firewall${proxy ? '' : ' and proxy'} on the way to ${host}.`,
    async () => {
      await opened(connectTcp({ host, port }), 'connect')
      return { detail: `${host}:${port} accepts connections`, data: { host, port } }
    },
  )
  if (!connected) return steps
  if (secure) {
    await attempt(
      `${what} certificate`,
      'Give the authority of the certificate as CA Certificate, or renew the certificate.',
      () => handshake(host, port, options),
    )
  } else if (!proxy) {
    const detail = 'none: plain http, so others on the network can read and change everything'
    const remedy = 'Use an address that begins with https://, unless it is a simulator on this machine.'
    steps.push(stepOf('host certificate', 'warn', detail, { remedy, data: { encrypted: false } }))
  }
  if (proxy)
    steps.push(
      stepOf('host', 'skipped', `${url.host} is reached through the proxy: see credentials`, {
        data: { host: url.host, proxy: `${host}:${port}` },
      }),
    )
  return steps
}

async function handshake(host: string, port: number, options: RouteOptions): Promise<Found> {
  const further = trustedAuthorities(options.ca_certificate)
  const socket = connectTls({
    host,
    port,
    ...(isIP(host) ? {} : { servername: host }),
    rejectUnauthorized: options.verify_ssl !== false,
    ...(further ? { ca: [...getCACertificates('default'), ...further] } : {}),
  })
  return opened(socket, 'secureConnect', (secure) => {
    const { issuer, valid_to } = (secure as TLSSocket).getPeerCertificate()
    const name = String(issuer?.CN ?? issuer?.O ?? 'an authority without name')
    const verified = options.verify_ssl !== false
    const doubt = verified ? '' : '; it is NOT checked (Verify SSL is off)'
    return {
      level: verified ? 'ok' : 'warn',
      detail: `issued by ${name}, valid until ${valid_to}${doubt}`,
      data: { encrypted: true, verified, issuer: name, valid_until: new Date(valid_to).toISOString() },
    }
  })
}

/** Waits until a socket is open, inspects it and closes it. */
function opened<T = void>(socket: Socket, event: string, look?: (socket: Socket) => T): Promise<T> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(CONNECT_TIMEOUT, () =>
      socket.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
    )
    socket.once('error', reject)
    socket.once(event, () => {
      resolve(look?.(socket) as T)
      socket.destroy()
    })
  })
}
