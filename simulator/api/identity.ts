import whoami from '../answers/whoami.json' with { type: 'json' }
import type { Resource } from '../resource.ts'

/** The identity of the API application. */
export const resources: readonly Resource[] = [
  {
    product: 'Account Management',
    path: '/identity/whoami',
    methods: { GET: () => ({ status: 200, body: whoami }) },
  },
]
