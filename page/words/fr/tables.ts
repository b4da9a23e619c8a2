/** Phrases about runs over tables, in French. */
import { countFr as count } from '../count.ts'
import type { Words } from '../en.ts'

/** Phrases of the view of tables. */
export const tables: Words['tables'] = {
  intro:
    'Exécutez une action pour chaque ligne d’un fichier. Chaque ligne reçoit une réponse, et une ligne qui a sa réponse n’est pas renvoyée.',
  title: (action, file) => `${action} sur ${file}`,
  done: 'terminé',
  file: 'Fichier',
  another: 'Autre fichier',
  choose: 'Choisissez un fichier CSV ou JSON Lines, ou déposez-le ici',
  formats: 'CSV avec en-tête, ou un objet JSON par ligne ; UTF-8 ; 256 Mo au plus.',
  sending: 'Envoi du fichier…',
  rows: (n) => count(n, 'ligne'),
  columns: (names) => `colonnes ${names}`,
  until: (time) => `conservé sur ce serveur jusqu’au ${time} UTC`,
  mapping: 'Colonnes et paramètres',
  action: 'Action',
  chooseAction: 'Choisissez une action',
  parameter: 'Paramètre',
  comesFrom: 'Provient de',
  gives: 'La première ligne donne',
  sourceOf: (label) => `Source de ${label}`,
  notGiven: 'Non fourni',
  kinds: { column: 'Colonne', template: 'Modèle', same: 'Identique pour toutes' },
  planWaiting: 'Le plan s’affiche ici une fois la correspondance complète.',
  rowsName: 'lignes',
  rowsChecked: 'lignes vérifiées ; il y en a d’autres',
  distinct: 'requêtes distinctes',
  invalid: 'lignes impossibles à exécuter',
  toSend: 'lignes à exécuter',
  connection: 'connexion',
  firstRequests: 'Premières requêtes',
  row: 'Ligne',
  noRequest: 'aucune requête',
  runTitle: 'Exécution',
  run: (n) => `Exécuter ${count(n, 'ligne')}`,
  runOn: (n, connection, writes) => `Exécuter ${count(n, 'ligne')} sur ${connection}${writes ? '…' : ''}`,
  succeeded: 'réussies',
  failed: 'échouées',
  unknown: 'inconnues',
  took: 'durée',
  before: 'avec réponse antérieure',
  left: 'restantes',
  requests: 'requêtes',
  asCsv: 'Résultat en CSV',
  asJsonl: 'Résultat en JSON Lines',
  failedAsCsv: 'Lignes échouées en CSV',
  unknownAsCsv: 'Lignes inconnues en CSV',
  resume: 'Reprendre',
  resumeText: 'Envoie les lignes qui n’ont pas encore de réponse.',
  retryUnknown: (n) =>
    `Renvoyer aussi ${count(n, 'ligne')} au résultat inconnu. Une seconde modification est possible.`,
  resumedBy: 'Reprise par',
  secret: (name) => `${name} n’est pas conservé. Saisissez-le à nouveau :`,
  use: (n) =>
    n === 0
      ? 'Utiliser ces lignes dans une autre action'
      : `Utiliser ${count(n, 'ligne sélectionnée', 'lignes sélectionnées')} dans une autre action`,
  select: (n) => `Sélectionner la ligne ${n.toLocaleString('fr')}`,
  selected: 'Sélection',
}
