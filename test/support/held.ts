/** Mails of the recorded samples' story that stand in the simulator's hold queue, and one that was delivered. */
import type { MimecastTenant } from './mimecast.ts'

/** About bank details; inbound. */
export const bank = {
  tracking:
    'eNpFuv-qJrYgHMSNQv0WvzG7XxIUoXPvL3P3OdllmAl1DP_gOZ9YJvD1OiVyJNHU0B_qCF13SJrh3d8GQoOhPaCpzgKnqTU8vyyrJa_ed_Y1cPzmZ4CZLYP3',
  hold: 'eNpF-N3a8w4VtVYKjZ2RmrXOeFsWvwpfYl5_HJaVTdqbNV3CTk_niiy5UJTWcBf-u9kEjBs2FpZFPCgjGJ41lVcpHcxa1FrOjDN8hRkMVptIl-5iAaLCVbwpiwutSQ2X',
  smash: 'dee340e151011b3aceb700eea38c1356898f0055c79b722713051dc2bdcde4b8',
}

/** A customer export; outbound, to two recipients. */
export const customers = {
  tracking:
    'eNpFZ4e0wMCfRZ1VGOmw94GEjI38Mc9TDdDMh5kg6rGyuhGV4ZQOhMUE5TQb9fJq_pQGJ-AuyBqcgaCSlhSyTheHGO10ClIqxM3OiabGtPf84HtdEBVGVq1I',
  hold: 'eNpFxF5jPdf3H4kiteFi2ihS8wJ4sBwWZHk6wLzDLE5GNXRHWhu3xWEhBX_plxpH9OQqwibF1nwpBUPqsS83b6jJ8htHrG5KAum_Em8uXAtsDwD-VPlu0G9patHhuZmi',
}

/** Hold id of a parcel notice; it is not tracked. */
export const parcel =
  'eNpFSERNa60frnviEBGK2GrpDOWDXNfYnZVaTEwQ3PhsSv-rvyIfZitmo5JYaNW-1llUak3WozzDdknljfWd-lerGMNEN--F9YL3nUACD8McpmHqmDnout1MAdk___1Q'

/** Tracking id of a contract that was delivered. */
export const delivered =
  'eNpFkuzY5R8fZlYG4duOPbQZm2-dKjBvKWXIo_X9yGq1Ew6Frbp3se5U5mPHH9u1-F5BHm0mE0zTKuDnxV87wxhdlpcu1BB7xSJhtY8-KTT5_sQyrO3xYzbP'

/** What became of held mail, in order: `released eNpF…`. */
export const decisions = ({ simulator }: MimecastTenant): string[] =>
  [...simulator.state.decisions.values()].map(({ hold_id, decision }) => `${decision} ${hold_id}`)
