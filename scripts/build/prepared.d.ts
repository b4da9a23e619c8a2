/** The module that scripts/build/prepare.ts writes. */
declare module 'soar:prepared' {
  import type { Prepared } from '../../runtime/prepared.ts'
  import type { FileFacts } from './checkout.ts'

  export const prepared: Prepared
  /** By action id, the files it was built from. */
  export const built: Record<string, readonly FileFacts[]>
}
