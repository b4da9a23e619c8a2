/** Reads the keys that seal payloads. */
import { constants } from 'node:fs'
import { platform } from 'node:os'
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { type Phrase, phrase } from '../../contract/phrases.ts'
import { openPrivate } from '../../safety/private-file.ts'

/** Keys by id, in the order of the file: the first one seals, all of them open. */
export type Keys = ReadonlyMap<string, Buffer>

/** Bytes of a key of AES-256. */
const KEY_BYTES = 32

/** Ids travel in the clear. They begin with a letter: JSON moves names that look like numbers to the front. */
export const KEY_ID = /^[A-Za-z][\w.-]{0,63}$/

/** CONFIG_INVALID, for a setting of an engine that cannot be used. Nothing was sent. */
export const badSetting = (where: string, detail: Phrase, cause?: unknown): ActionError =>
  new ActionError(
    'CONFIG_INVALID',
    {},
    { problems: [{ where, rule: 'request', values: { detail } }], unsent: true, cause },
  )

/**
 * Reads a file of keys: a JSON object of ids and keys, each 32 bytes in base64. To rotate keys, add the new one in the last
 * place on all sides, then move it to the first place.
 *
 * @param file its absolute path
 * @throws ActionError CONFIG_INVALID: the file cannot be read, is readable by others, or contains something else
 */
export async function readKeys(file: string): Promise<Keys> {
  const opened = await openPrivate(file, { flags: constants.O_RDONLY, rights: 'as they are' }).catch(
    (cause: NodeJS.ErrnoException) => {
      const code = cause.code ?? ''
      throw badSetting('keys', phrase('Cannot read the keys file {file} ({code}).', { file, code }), cause)
    },
  )
  if ('fault' in opened)
    throw badSetting(
      'keys',
      phrase('Cannot use the keys file {file}: {fault}.', { file, fault: opened.fault }),
    )
  try {
    const { mode } = await opened.handle.stat()
    if (platform() !== 'win32' && (mode & 0o077) !== 0)
      throw badSetting(
        'keys',
        phrase('Other users can read or change the keys file {file} (mode {rights}). Run: chmod 600 {file}', {
          file,
          rights: (mode & 0o777).toString(8),
        }),
      )
    return parseKeys(await opened.handle.readFile('utf8'), file)
  } finally {
    await opened.handle.close()
  }
}

/** No message repeats the content: it is secret. */
function parseKeys(text: string, file: string): Keys {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The message of the parser quotes the text.
  }
  if (!isRecord(value) || Object.keys(value).length === 0)
    throw badSetting(
      'keys',
      phrase('The keys file {file} must be a JSON object of ids and keys, with at least one key.', { file }),
    )
  const keys = new Map<string, Buffer>()
  for (const [id, key] of Object.entries(value)) {
    if (!KEY_ID.test(id))
      throw badSetting(
        'keys',
        phrase(
          'The keys file {file} has an id that is not allowed. An id begins with a letter and has at most 64 letters, digits, dots, dashes and underscores.',
          { file },
        ),
      )
    const bytes = typeof key === 'string' ? Buffer.from(key, 'base64') : undefined
    if (bytes?.length !== KEY_BYTES || bytes.toString('base64') !== key)
      throw badSetting(
        'keys',
        phrase('The key "{id}" in {file} is not 32 bytes in base64. Make one with: openssl rand -base64 32', {
          id,
          file,
        }),
      )
    keys.set(id, bytes)
  }
  return keys
}
