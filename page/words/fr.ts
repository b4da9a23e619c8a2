/** The phrases of the page, in French. */
import { countFr as count } from './count.ts'
import type { Words } from './en.ts'
import { run } from './fr/run.ts'

/** Phrases in French. */
export const fr: Words = {
  nav: {
    actions: 'Actions',
    tables: 'Tableaux',
    connectors: 'Connecteurs',
    runs: 'Exécutions',
    connections: 'Connexions',
    templates: 'Modèles',
    api: 'API',
  },
  frame: {
    navigation: 'Navigation',
    views: 'Vues',
    setUp: 'Configuration',
    skip: 'Aller au contenu',
    language: 'Langue',
    theme: { light: 'Clair', dark: 'Sombre' },
    connection: 'Connexion sur laquelle les actions s’exécutent',
    chooseConnection: 'Choisir une connexion',
    noConnection: 'Aucune connexion',
    unknownConnection: (name) =>
      `Vous ne pouvez utiliser aucune connexion « ${name} ». Choisissez-en une autre avant d’exécuter une action.`,
    unsettled: (n) => `${count(n, 'modification')} au résultat inconnu`,
  },
  connectionKind: { production: 'production', test: 'test' },
  effect: {
    label: 'Effet',
    read: 'Lecture',
    write: 'Modification',
    destructive: 'Destructive',
    connector: 'Connecteur',
  },
  status: {
    queued: 'En attente',
    running: 'En cours',
    succeeded: 'Réussie',
    failed: 'Échouée',
    partly: 'Partielle',
    unknown: 'Inconnue',
    cancelled: 'Annulée',
  },
  all: 'Toutes',
  close: 'Fermer',
  cancel: 'Annuler',
  copy: 'Copier',
  copied: (what) => `${what} : copié`,
  notCopied: 'Le navigateur n’a pas autorisé la copie.',
  tryAgain: 'Réessayer',
  more: (n) => `Afficher la suite (${count(n, 'caractère restant', 'caractères restants')})`,
  permission: 'Autorisation',
  unreachable: 'Le serveur n’a pas répondu. Vérifiez qu’il est en marche.',
  notFound: { title: 'Page introuvable', text: 'Aucune vue ne correspond à cette adresse.' },
  signIn: {
    title: 'Connexion',
    text: 'Ouvrez le lien affiché par soar serve, ou saisissez un jeton d’accès.',
    token: 'Jeton d’accès',
    submit: 'Se connecter',
  },
  help: {
    title: 'Raccourcis clavier',
    single: 'Raccourcis à une seule touche',
    keys: {
      '/': 'Rechercher',
      'Ctrl Enter': 'Exécuter, ou ouvrir la confirmation',
      'j k': 'Ligne suivante, ligne précédente',
      x: 'Sélectionner la ligne',
      c: 'Copier la ligne',
      '?': 'Afficher cette liste',
      Esc: 'Fermer',
    },
  },
  catalogue: {
    intro:
      'Tout ce que vous pouvez exécuter dans le tenant. Les lectures ne modifient rien, et chaque modification affiche d’abord son plan.',
    find: 'Rechercher par nom, identifiant, paramètre ou champ',
    found: (n) => count(n, 'action'),
    none: (search) => `Aucune action ne correspond à « ${search} ».`,
    action: 'Action',
    last: 'Dernière exécution',
    never: 'jamais',
  },
  run,
}
