/** Endpoints of anti-spoofing bypass policies (docs/vendor/mimecast-operations.md#anti-spoofing-bypass-policies). */
import { policyFamily } from './policy-family.ts'
import type { StoredPolicy } from './policy-row.ts'

/** The calls on bypass policies. */
export const bypasses = policyFamily<StoredPolicy>('/api/policy/antispoofing-bypass')

/** Mimecast's names of what a bypass policy does. */
export const BYPASS = { 'Enable Bypass': 'enable_bypass', 'Disable Bypass': 'disable_bypass' } as const
