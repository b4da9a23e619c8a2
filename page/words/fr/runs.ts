/** Phrases about the history of runs, in French. */
import { countFr as count } from '../count.ts'
import type { Words } from '../en.ts'

/** Phrases of the list of runs. */
export const runs: Words['runs'] = {
  intro:
    'Toutes les exécutions sur vos connexions : qui a exécuté quoi, avec quelles valeurs, et le résultat.',
  export: 'Exporter',
  exporting: (n) => `Exportation : ${count(n, 'exécution')} jusqu’ici`,
  unsettled: (n) =>
    n < 2
      ? '1 modification a un résultat inconnu.'
      : `${n.toLocaleString('fr')} modifications ont un résultat inconnu.`,
  unsettledText:
    'Elle a été envoyée, aucune réponse n’est arrivée, et elle n’est jamais renvoyée automatiquement.',
  settle: 'Vérifier et régler',
  find: 'Rechercher dans les valeurs, messages, personnes, identifiants et codes',
  outcome: 'Résultat',
  connection: 'Connexion',
  allConnections: 'Toutes les connexions',
  via: 'Lancée par',
  allVias: 'Page, API, MCP, tableaux',
  vias: { page: 'Page', api: 'API', mcp: 'MCP', table: 'Tableaux' },
  with: 'Avec',
  who: 'Qui',
  took: 'Durée',
  when: 'Quand (UTC)',
  defaults: 'valeurs par défaut',
  items: (n) => count(n, 'valeur'),
  rows: (n) => count(n, 'ligne'),
  none: 'Aucune exécution ne correspond.',
  noneYet: 'Aucune exécution pour l’instant. Exécutez une action, et elle apparaîtra ici.',
  shown: (n) => count(n, 'exécution'),
  more: 'Afficher les exécutions plus anciennes',
  remove: (filter) => `Retirer le filtre ${filter}`,
  filters: { action: 'action', actor: 'par', case_id: 'dossier', code: 'code' },
  only: (name, value) => `${name} ${value}`,
}
