import { getAccount } from './api/account.ts'
import * as addressAlteration from './api/address-alteration.ts'
import * as antiSpoofing from './api/anti-spoofing.ts'
import * as archiveRead from './api/archive-read.ts'
import { ARCHIVE_SEARCH, searchArchive } from './api/archive-search.ts'
import * as audit from './api/audit.ts'
import * as dlp from './api/dlp.ts'
import * as domains from './api/domains.ts'
import * as email from './api/email.ts'
import * as fileHashes from './api/file-hashes.ts'
import { FINDER_SEARCH, searchTracked } from './api/finder.ts'
import * as groupChanges from './api/group-changes.ts'
import { CREATE_GROUP, createGroup, FIND_GROUPS, findGroups } from './api/groups.ts'
import { beforeRelease, HOLD_REJECT, HOLD_RELEASE, reject, release } from './api/hold-decision.ts'
import { HOLD_LIST, listHeld, summarizeHeld } from './api/hold-list.ts'
import * as internalUsers from './api/internal-users.ts'
import * as legacy from './api/legacy.ts'
import * as mailFlow from './api/mail-flow.ts'
import { MANAGED_SENDER, permitOrBlock } from './api/managed-sender.ts'
import * as members from './api/members.ts'
import {
  ARCHIVE_DETAIL,
  archiveDetail,
  FILE,
  GATEWAY_DETAIL,
  gatewayDetail,
  getFile,
} from './api/message-detail.ts'
import { getMessageInfo, MESSAGE_INFO } from './api/message-info.ts'
import * as policy from './api/policy.ts'
import * as remediation from './api/remediation.ts'
import * as threatIntel from './api/threat-intel.ts'
import * as training from './api/training.ts'
import * as ttp from './api/ttp.ts'
import * as urls from './api/urls.ts'
import * as users from './api/users.ts'
import * as webSecurity from './api/web-security.ts'
import { type Routes, route } from './area.ts'

const [ACCOUNT, ARCHIVE, GATEWAY, POLICY, EVENTS, DIRECTORY] = [
  'Account Management',
  'Archive Data Access',
  'Cloud Gateway',
  'Policy Management',
  'Security Events',
  'User and Group Management',
] as const

/** Every path in the form of the usual envelope: product, fewest and most items, fields, handler. */
export const ROUTES: Routes = {
  '/api/account/get-account': route(ACCOUNT, [0, 1], {}, getAccount),

  '/api/archive/search': route(ARCHIVE, [1, 1], ARCHIVE_SEARCH, searchArchive),
  '/api/archive/get-message-detail': route(ARCHIVE, [1, 1], ARCHIVE_DETAIL, archiveDetail),
  '/api/archive/get-file': route(ARCHIVE, [1, 1], FILE, getFile),

  '/api/message-finder/search': route(GATEWAY, [1, 1], FINDER_SEARCH, searchTracked),
  '/api/message-finder/get-message-info': route(GATEWAY, [1, 1], MESSAGE_INFO, getMessageInfo),
  '/api/message-finder/release-held-email-to-sandbox': route(
    GATEWAY,
    [1, 1],
    legacy.SANDBOX_RELEASE,
    legacy.releaseToSandbox,
    { only: 1 },
  ),
  '/api/message-finder/reject-held-email': route(GATEWAY, [1, 1], legacy.REJECT_HELD, legacy.rejectHeld, {
    only: 1,
  }),
  '/api/message-finder/report-message': route(GATEWAY, [1, 1], legacy.REPORT, legacy.report, { only: 1 }),

  '/api/gateway/get-hold-message-list': route(GATEWAY, [1, 1], HOLD_LIST, listHeld),
  '/api/gateway/get-hold-summary-list': route(GATEWAY, [0, 1], {}, summarizeHeld),
  '/api/gateway/hold-release': route(GATEWAY, [1, 25], HOLD_RELEASE, release, { before: beforeRelease }),
  '/api/gateway/hold-reject': route(GATEWAY, [1, 1], HOLD_REJECT, reject),
  '/api/gateway/message/get-message-detail': route(GATEWAY, [1, 1], GATEWAY_DETAIL, gatewayDetail),
  '/api/gateway/message/get-file': route(GATEWAY, [1, 1], FILE, getFile),

  '/api/managedsender/permit-or-block-sender': route(GATEWAY, [1, 100], MANAGED_SENDER, permitOrBlock),

  '/api/policy/blockedsenders/create-policy': route(
    POLICY,
    [1, 1],
    policy.POLICY_CREATE,
    policy.createPolicy,
  ),
  '/api/policy/blockedsenders/get-policy': route(POLICY, [0, 500], policy.POLICY_GET, policy.getPolicy),
  '/api/policy/blockedsenders/update-policy': route(
    POLICY,
    [1, 1],
    policy.POLICY_UPDATE,
    policy.updatePolicy,
  ),
  '/api/policy/blockedsenders/delete-policy': route(
    POLICY,
    [1, 1],
    policy.POLICY_DELETE,
    policy.deletePolicy,
  ),

  '/api/directory/find-groups': route(DIRECTORY, [1, 1], FIND_GROUPS, findGroups),
  '/api/directory/create-group': route(DIRECTORY, [1, 1], CREATE_GROUP, createGroup),
  '/api/directory/get-group-members': route(DIRECTORY, [1, 1], members.GROUP_MEMBERS, members.listMembers),
  '/api/directory/add-group-member': route(DIRECTORY, [1, 1], members.MEMBER, members.addGroupMember),
  '/api/directory/remove-group-member': route(DIRECTORY, [1, 10], members.MEMBER, members.removeGroupMember),

  '/api/ttp/url/get-logs': route(EVENTS, [1, 1], ttp.URL_LOGS, ttp.urlLogs),
  '/api/ttp/impersonation/get-logs': route(EVENTS, [1, 1], ttp.IMPERSONATION_LOGS, ttp.impersonationLogs),
  '/api/ttp/attachment/get-logs': route(EVENTS, [1, 1], ttp.ATTACHMENT_LOGS, ttp.attachmentLogs),
  '/api/ttp/url/decode-url': route(GATEWAY, [1, 25], urls.DECODE_URL, urls.decodeUrl),
  '/api/ttp/url/get-all-managed-urls': route(POLICY, [0, 1], urls.LIST_URLS, urls.listUrls),
  '/api/ttp/url/create-managed-url': route(POLICY, [1, 25], urls.CREATE_URL, urls.createUrl),
  '/api/ttp/url/delete-managed-url': route(POLICY, [1, 25], urls.DELETE_URL, urls.deleteUrl),

  ...fileHashes.routes,
  ...audit.routes,
  ...dlp.routes,
  ...domains.routes,
  ...email.routes,
  ...internalUsers.routes,
  ...threatIntel.routes,
  ...remediation.routes,
  ...users.routes,
  ...training.routes,
  ...mailFlow.routes,
  ...archiveRead.routes,
  ...antiSpoofing.routes,
  ...groupChanges.routes,
  ...addressAlteration.routes,
  ...webSecurity.routes,
}
