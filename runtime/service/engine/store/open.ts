/** Opens a store: a folder or a bucket. */
import { isAbsolute, resolve } from 'node:path'
import { phrase } from '../../../contract/phrases.ts'
import { badSetting } from '../keys.ts'
import type { Store, StoreLookup } from './store.ts'

/**
 * Opens a store.
 *
 * @param place a folder, or the URL of a bucket, such as https://s3.example.com/bucket; its credentials are in the environment
 * @throws ActionError CONFIG_INVALID
 */
export async function openStore(place: string, { env, cwd }: StoreLookup): Promise<Store> {
  if (!/^https?:/i.test(place)) {
    const { folderStore } = await import('./folder.ts')
    return folderStore(isAbsolute(place) ? place : resolve(cwd, place))
  }
  const url = URL.parse(place)
  if (url === null || url.pathname === '/' || url.search !== '' || url.username !== '' || url.password !== '')
    throw badSetting(
      'store',
      phrase(
        'The store must be a folder or the URL of a bucket, such as https://s3.example.com/bucket, without credentials and query.',
      ),
    )
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw badSetting(
      'store',
      phrase('The store {host} must be reached with https; http is allowed on this machine only.', {
        host: url.host,
      }),
    )
  const { bucketStore } = await import('./bucket.ts')
  return bucketStore(url, env)
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
