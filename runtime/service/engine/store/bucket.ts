/** A store in a bucket of S3 or of a compatible object storage. */
import { S3mini } from 's3mini'
import { phrase } from '../../../contract/phrases.ts'
import { storageFailed } from '../../../contract/refuse.ts'
import { badSetting } from '../keys.ts'
import { createFetch } from './fetch.ts'
import type { Store, StoreLookup } from './store.ts'

/** Milliseconds of one request. */
const TIMEOUT = 60_000

/**
 * A store in a bucket. Its credentials are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, its region AWS_REGION.
 *
 * @param url the bucket, with an optional folder in it
 * @throws ActionError CONFIG_INVALID without credentials
 */
export function bucketStore(url: URL, env: StoreLookup['env']): Store {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (!accessKeyId || !secretAccessKey)
    throw badSetting(
      'store',
      phrase('The store {host} needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.', {
        host: url.host,
      }),
    )
  const bucket = new S3mini({
    accessKeyId,
    secretAccessKey,
    endpoint: url.href,
    region: env.AWS_REGION || 'us-east-1',
    requestAbortTimeout: TIMEOUT,
    fetch: createFetch({ env }),
  })
  const failed = (name: string, cause: unknown) => {
    const fault = faultOf(cause)
    return storageFailed(
      phrase('The store {host} failed for the object {name}: {fault}.', { host: url.host, name, fault }),
      { cause },
    )
  }
  return {
    async put(name, data) {
      await bucket.putObject(name, data, 'application/octet-stream').catch((cause: unknown) => {
        throw failed(name, cause)
      })
    },
    async get(name) {
      const data = await bucket.getObjectArrayBuffer(name).catch((cause: unknown) => {
        throw failed(name, cause)
      })
      if (data === null) throw failed(name, new Error('it does not exist'))
      return new Uint8Array(data)
    },
  }
}

/** The service's code and status, or the failure of the network; never headers. */
function faultOf(cause: unknown): string {
  const { status, serviceCode, message } = cause as {
    status?: number
    serviceCode?: string
    message?: string
  }
  const text = status === undefined ? message : `status ${status}${serviceCode ? ` ${serviceCode}` : ''}`
  return String(text ?? cause).slice(0, 200)
}
