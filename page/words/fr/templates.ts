/** Phrases of the view of templates, in French. */
import type { Words } from '../en.ts'

/** Phrases of the view of templates. */
export const templates: Words['templates'] = {
  intro: 'Écrivez un modèle, voyez ce qu’il donne et les données qu’il lit. Rien n’est envoyé au tenant.',
  template: 'Modèle',
  result: 'Résultat',
  noResult: 'Le résultat s’affiche ici dès que le modèle peut être évalué.',
  reads: 'Données lues',
  readsNothing: 'Il ne lit aucune donnée.',
  states: { found: 'dans le contexte', missing: 'non défini', 'at run': 'défini à l’exécution' },
  available: 'Noms dans le contexte',
}
