/** Phrases of the view of templates, in English. */

/** Phrases of the view of templates. */
export const templates = {
  intro: 'Write a template, and see what it gives and which data it reads. Nothing is sent to the tenant.',
  template: 'Template',
  result: 'Result',
  noResult: 'The result is shown here once the template can be rendered.',
  reads: 'Data it reads',
  readsNothing: 'It reads no data.',
  states: { found: 'in the context', missing: 'undefined', 'at run': 'set when an action runs' },
  available: 'Names in the context',
}
