/** Phrases about connections, in French. */
import type { Words } from '../en.ts'

/** Phrases of the view of a connection. */
export const connections: Words['connections'] = {
  intro: 'Les tenants et leurs identifiants. La page ne reçoit aucun secret et ne peut en modifier aucun.',
  none: 'Aucune connexion ne vous est accessible. Elles sont définies dans le fichier de connexions du serveur.',
  check: 'Vérifier à nouveau',
  checking: 'Vérification en cours. Une lecture est envoyée au tenant.',
  levels: { ok: 'en ordre', warn: 'avertissement', failed: 'échec', skipped: 'non essayé' },
  configuration: 'Configuration',
  set: 'définie',
  notSet: 'non définie',
  from: { environment: 'l’environnement', default: 'la valeur par défaut' },
  origin: (origin) => `, depuis ${origin}`,
  permissions: 'Autorisations nécessaires au rôle',
  copyList: 'Copier la liste',
  list: 'Liste',
}
