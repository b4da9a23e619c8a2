/** Les phrases du moteur en français ; mêmes clés et mêmes valeurs que en.ts. */
import type { errors as en, phrases as enPhrases, problems as enProblems } from './en.ts'

export const errors = {
  REQUEST_INVALID: "La requête n'a pas pu être lue : {reason}",
  ACTION_UNKNOWN:
    "L'action « {action} » n'existe pas dans {integration}.[[ Vouliez-vous dire « {nearest} » ?]] `soar list` les affiche toutes.",
  INTEGRATION_INVALID: "L'intégration {root} n'est pas utilisable : {reason}",
  MANIFEST_INVALID: "Le manifeste de « {action} » n'est pas utilisable : {problems}",
  CONFIG_INVALID: "La configuration n'est pas correcte : {problems}",
  TEMPLATE_FAILED: 'Le modèle de « {where} » a échoué : {reason}',
  PARAMETER_INVALID: 'Les paramètres ne sont pas corrects : {problems}',
  NOT_SUPPORTED: '{reason}',
  AUTH_FAILED: '{vendor} a refusé les identifiants : {reason}[[ {remedy}]]',
  PERMISSION_DENIED:
    "{vendor} a refusé : {reason}.[[ Le rôle de ces identifiants doit avoir l'autorisation {permission}.]]",
  VENDOR_REJECTED: '{vendor} a refusé : {reason}',
  RATE_LIMITED:
    "{vendor} a reçu trop de requêtes[[ et demande d'attendre {seconds} s]]. La dernière requête n'a pas été exécutée ; relancez-la ensuite.[[ {vendor} a répondu : {reason}]]",
  VENDOR_UNAVAILABLE:
    '{vendor} est en difficulté et a répondu avec le statut {status}[[ ({attempts} fois)]] : {reason}. Réessayez plus tard.',
  RESPONSE_INVALID:
    "La réponse de {url} n'est pas celle de {vendor} : {reason}. Vérifiez l'adresse et tout proxy intermédiaire.",
  NETWORK_FAILED: "{host} n'a pas pu être joint : {reason}. Vérifiez le nom d'hôte, le réseau et le proxy.",
  CERTIFICATE_UNTRUSTED:
    "Le certificat TLS de {host} n'est pas approuvé : {reason}. Indiquez son autorité dans « ca_certificate » ou corrigez le certificat de l'hôte.",
  OUTCOME_UNKNOWN:
    "La requête a été envoyée à {host}, mais aucune réponse n'indique si elle a été exécutée : {reason}. Elle n'a pas été répétée ; vérifiez dans le compte avant de le faire.",
  TIMED_OUT: "L'exécution a été arrêtée après {ms} ms, son délai : {reason}",
  CANCELLED: "L'exécution a été arrêtée par l'appelant : {reason}",
  OUTPUT_INVALID:
    "L'action a bien été exécutée, mais son résultat n'est pas celui que promet le manifeste : {problems} Le résultat est remis tel quel. Ne répétez pas une écriture.",
  INTERNAL:
    "Un défaut interne a arrêté l'exécution : {reason}. Merci de le signaler avec le journal de cette exécution.",
} as const satisfies Record<keyof typeof en, string>

export const problems = {
  required: "« {name} » est obligatoire et n'a pas été fourni.",
  required_when: "« {name} » est obligatoire quand « {other} » vaut {value} ; il n'a pas été fourni.",
  unknown_parameter:
    "Le paramètre « {name} » n'existe pas.[[ Vouliez-vous dire « {nearest} » ?]] Paramètres permis : {allowed}.",
  given_twice:
    '« {name} » a été fourni deux fois, sous « {first} » et « {second} ». Fournissez-le une seule fois.',
  type_string: '« {name} » doit être un texte ; reçu : {received}.',
  type_integer: '« {name} » doit être un nombre entier ; reçu : {received}.',
  type_number: '« {name} » doit être un nombre ; reçu : {received}.',
  type_boolean: '« {name} » doit être true ou false ; reçu : {received}.',
  type_list: '« {name} » doit être une liste ou un texte séparé par des virgules ; reçu : {received}.',
  type_json: '« {name} » doit être du JSON ; reçu : {received} ({detail}).',
  type_object: '« {name} » doit être un objet ; reçu : {received}.',
  enum: '« {name} » doit être une des valeurs {allowed} ; reçu : {received}.[[ Vouliez-vous dire « {nearest} » ?]]',
  const: '« {name} » doit valoir {allowed} ; reçu : {received}.',
  format_email: '« {name} » doit être une adresse e-mail telle que user@example.com ; reçu : {received}.',
  format_url: '« {name} » doit être une adresse web telle que https://host/path ; reçu : {received}.',
  format_domain: '« {name} » doit être un domaine tel que example.com ; reçu : {received}.',
  format_datetime:
    '« {name} » doit être une date et heure avec son fuseau, telle que 2026-03-09T08:14:22Z ou 2026-03-09T08:14:22+01:00 ; reçu : {received}.',
  format_ip: '« {name} » doit être une adresse IP telle que 192.0.2.7 ; reçu : {received}.',
  format_other: '« {name} » doit avoir la forme {format} ; reçu : {received}.',
  format_pem:
    "« {name} » doit être un texte PEM, ou le chemin d'un fichier PEM, contenant au moins un certificat ({detail}) ; reçu : {received}.",
  format_base64:
    "« {name} » doit être un texte base64, copié exactement tel qu'il a été affiché lors de sa création ; ce n'est pas le cas.",
  credentials_missing: "Aucun identifiant n'a été fourni. Indiquez {first} ; ou {second}.",
  credentials_mixed:
    "Deux sortes d'identifiants ont été fournies, {first} et {second}.[[ Il manque à {incomplete} : {missing}.]] Donnez un seul jeu complet, ou indiquez avec « {name} » lequel compte.",
  required_one: "« {name} » ou « {other} » est obligatoire ; aucun des deux n'a été fourni.",
  only_one: '« {name} » et « {other} » ont été fournis tous les deux ; un seul est permis. Supprimez-en un.',
  no_address:
    "« {name} » vaut {received}, pour lequel aucune adresse n'est connue avec {kind}. Indiquez « {other} »[[, ou une des valeurs {allowed}]].",
  minimum: '« {name} » doit être au moins {limit} ; reçu : {received}.',
  maximum: '« {name} » doit être au plus {limit} ; reçu : {received}.',
  min_length: '« {name} » doit avoir au moins {limit} caractères ; reçu : {received}.',
  max_length: '« {name} » doit avoir au plus {limit} caractères ; reçu : {length}.',
  min_items: '« {name} » doit avoir au moins {limit} éléments ; reçu : {length}.',
  max_items: '« {name} » doit avoir au plus {limit} éléments ; reçu : {length}.',
  pattern: '« {name} » doit correspondre à {pattern} ; reçu : {received}.',
  later_than: '« {name} » doit être postérieur à « {other} » ({limit}) ; reçu : {received}.',
  not_allowed: "« {name} » n'est pas attendu ici.",
  other: '« {name} » {detail} ; reçu : {received}.',
} as const satisfies Record<keyof typeof enProblems, string>

export const phrases = {
  dry_run: "Essai à blanc : rien n'a été envoyé. La première requête serait {method} {url}.",
  dry_run_none: "Essai à blanc : rien n'a été envoyé. L'action ne fait aucune requête avec ces entrées.",
  done: '{action} : terminé.',
  tls_off:
    "Le certificat de {host} n'est pas vérifié (verify_ssl vaut false) : n'importe qui sur le trajet peut lire et modifier ce qui est envoyé.",
} as const satisfies Record<keyof typeof enPhrases, string>
