/** Errors for requests and files that cannot be used; nothing has been sent. */
import { ActionError, type ErrorFacts } from './errors.ts'
import { asPhrase, type Phrase, phrase, type Word } from './phrases.ts'

/**
 * REQUEST_INVALID, for a request or command line that cannot be carried out as written.
 *
 * @param reason whole sentences: what is wrong, with the value; what is allowed; what to do
 */
export const refuse = (reason: Word, facts: ErrorFacts = {}): ActionError =>
  new ActionError('REQUEST_INVALID', { reason: asPhrase(reason) }, { unsent: true, ...facts })

/**
 * STORAGE_FAILED, for a file that cannot be read, written or locked. Nothing was sent unless `facts` phrase so.
 *
 * @param reason whole sentences: which file, what failed, what to do
 */
export const storageFailed = (reason: Word, facts: ErrorFacts = {}): ActionError =>
  new ActionError('STORAGE_FAILED', { reason: asPhrase(reason) }, { unsent: true, ...facts })

/**
 * STORAGE_FAILED, for a file that cannot be written.
 *
 * @param what such as "the state file /var/lib/soar/mail.state"
 * @param cause what a function of `node:fs` threw
 * @param remedy a sentence
 */
export const cannotWrite = (what: Word, cause: unknown, remedy: Word, facts: ErrorFacts = {}): ActionError =>
  storageFailed(
    phrase('Cannot write {what}: {fault}. {remedy}', { what, fault: writeFault(cause), remedy }),
    {
      cause,
      ...facts,
    },
  )

/**
 * STORAGE_FAILED, for a file that other users could read, change or replace, or that is not a file.
 *
 * @param what as for `cannotWrite`
 * @param fault why, as a clause
 */
export const notPrivate = (what: Word, fault: Phrase): ActionError =>
  storageFailed(
    phrase('Cannot use {what}: {fault}. Use a file of your own in a folder that only you can change.', {
      what,
      fault,
    }),
  )

/**
 * Why the operating system refused to write a file, with its error code: "its folder does not exist (ENOENT)".
 *
 * @param cause what a function of `node:fs` threw
 */
export function writeFault(cause: unknown): Phrase {
  const { code, message } = cause as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
      return phrase('its folder does not exist (ENOENT)')
    case 'ENOTDIR':
      return phrase('a part of its path is not a folder (ENOTDIR)')
    case 'EEXIST':
      return phrase('a file of that name exists (EEXIST)')
    case 'EISDIR':
      return phrase('it is a folder (EISDIR)')
    case 'EACCES':
    case 'EPERM':
      return phrase('permission denied ({code})', { code })
    case 'ENOSPC':
    case 'EDQUOT':
      return phrase('the disk is full ({code})', { code })
    case 'EROFS':
      return phrase('the file system is read-only (EROFS)')
    case 'EFBIG':
      return phrase('it would exceed the largest size this system allows (EFBIG)')
    case 'EPIPE':
      return phrase('its reader closed it (EPIPE)')
    case 'EMFILE':
    case 'ENFILE':
      return phrase('too many files are open ({code})', { code })
    default:
      return phrase('{reason}', { reason: code ?? String(message ?? cause).slice(0, 200) })
  }
}
