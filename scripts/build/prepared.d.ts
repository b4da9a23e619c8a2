/** The module that scripts/build/prepare.ts writes. */
declare module 'soar:prepared' {
  import type { Prepared } from '../../runtime/prepared.ts'

  export const prepared: Prepared
}
