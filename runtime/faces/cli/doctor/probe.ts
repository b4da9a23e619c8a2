/** Checks the connection to a host step by step: name, connection, certificate. */
import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, getCACertificates, type TLSSocket } from 'node:tls'
import { english } from '../../../contract/phrases.ts'
import { trustedAuthorities } from '../../../http/certificates.ts'
import { diagnose } from '../../../http/diagnose.ts'
import { CONNECT_TIMEOUT, chooseProxy } from '../../../http/proxy.ts'
import type { RouteOptions } from '../../../http/settings.ts'
import type { Step } from './step.ts'

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
  const attempt = async (step: string, remedy: string, work: () => Promise<string>): Promise<boolean> => {
    try {
      steps.push({ step, ok: true, detail: await work() })
      return true
    } catch (cause) {
      steps.push({ step, ok: false, detail: `${host}:${port}: ${english(diagnose(cause).reason)}`, remedy })
      return false
    }
  }
  const found = await attempt(
    `${what} name`,
    `Check the ${what}'s name in the configuration, and the name server of this machine.`,
    async () => {
      if (isIP(host)) return `${host} is an address`
      const addresses = await lookup(host, { all: true })
      return `${host} is ${addresses.map(({ address }) => address).join(', ')}`
    },
  )
  if (!found) return steps
  const connected = await attempt(
    `${what} connection`,
    `Check port, firewall${proxy ? '' : ' and proxy'} on the way to ${host}.`,
    async () => {
      await opened(connectTcp({ host, port }), 'connect')
      return `${host}:${port} accepts connections`
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
    steps.push({
      step: 'host certificate',
      ok: true,
      detail: 'none: plain http, anyone on the way can read along',
    })
  }
  if (proxy)
    steps.push({
      step: 'host',
      ok: null,
      detail: `${url.host} is reached through the proxy: see credentials`,
    })
  return steps
}

async function handshake(host: string, port: number, options: RouteOptions): Promise<string> {
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
    const name = issuer?.CN ?? issuer?.O ?? 'an authority without name'
    const doubt = options.verify_ssl === false ? '; it is NOT checked (Verify SSL is off)' : ''
    return `issued by ${name}, valid until ${valid_to}${doubt}`
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
