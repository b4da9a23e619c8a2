/** Phrases about the HTTP API, in French. */
import { countFr as count } from '../count.ts'
import type { Words } from '../en.ts'

/** Phrases of the reference of the API. */
export const reference: Words['reference'] = {
  title: 'API',
  intro:
    'Toutes les requêtes auxquelles ce serveur répond. Un statut autre que 2xx signifie que rien n’a été envoyé au tenant.',
  find: 'Rechercher par chemin, action ou texte',
  none: (search) => `Aucune requête ne correspond à « ${search} ».`,
  deprecated: 'obsolète',
  scope: 'Portée :',
  parameters: 'Paramètres',
  places: { path: 'chemin', query: 'requête', header: 'en-tête' },
  body: 'Corps',
  example: 'Exemple',
  responses: 'Réponses',
  fields: (n) => count(n, 'champ'),
}
