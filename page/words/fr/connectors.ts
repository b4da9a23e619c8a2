/** Phrases about connectors, in French. */
import { countFr as count } from '../count.ts'
import type { Words } from '../en.ts'

/** Phrases of the views of connectors. */
export const connectors: Words['connectors'] = {
  intro:
    'Les connecteurs récupèrent les nouveaux événements et créent des alertes. L’aperçu montre les alertes qui seraient créées.',
  none: 'Aucune intégration n’a de connecteur.',
  preview: (connection) => `Aperçu sur ${connection}`,
  running: 'Récupération…',
  test: 'Exécution de test : rien n’est conservé et aucune alerte n’est créée.',
  alerts: 'Alertes',
  waiting: 'Les alertes s’affichent ici.',
  more: (n) => count(n, 'autre alerte', 'autres alertes'),
  others: 'État et décomptes',
}
