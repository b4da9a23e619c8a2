/** Reads people in answers: an address alone, or an object with a name and an address. */
import { isRecord } from '../runtime/sdk/index.ts'

/** The address of a person; null if there is none. */
export function addressOf(person: unknown): string | null {
  if (typeof person === 'string') return person
  return isRecord(person) && typeof person.emailAddress === 'string' ? person.emailAddress : null
}

/** A person as rows show it. */
export function personOf(person: unknown): { email_address: string | null; name: string | null } {
  const name = isRecord(person) ? person.displayableName : undefined
  return { email_address: addressOf(person), name: typeof name === 'string' ? name : null }
}

/** A list that some answers give as a single object. */
export const listed = <T>(value: T | readonly T[] | null | undefined): readonly T[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value as T]
