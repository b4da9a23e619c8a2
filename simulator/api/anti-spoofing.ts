import bypasses from '../answers/anti_spoofing_bypass_list.json' with { type: 'json' }
import { placed } from '../area.ts'
import { familyRoutes } from './policy-family.ts'

/** Calls on anti-spoofing bypass policies. */
export const routes = familyRoutes({
  base: '/api/policy/antispoofing-bypass',
  table: 'bypasses',
  fields: { option: { type: 'text', required: true, one_of: ['enable_bypass', 'disable_bypass'] } },
  seed: (tenant) => placed(bypasses.data, tenant),
})
