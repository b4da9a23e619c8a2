/** The tool sets: groups of actions by the work that they are for. */

/** Every tool set. */
export const TOOLSETS = ['triage', 'containment', 'investigation', 'administration'] as const

/** One tool set. */
export type Toolset = (typeof TOOLSETS)[number]
