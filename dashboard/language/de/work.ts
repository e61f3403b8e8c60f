import type { work as english } from '../en/work.ts'
import type { TextsOf } from '../texts.ts'

export const work: TextsOf<typeof english> = {
  title: 'Meine Arbeit', lead: 'Was Sie übernommen haben, bis wann es fällig ist, und was Ihnen zusteht.', noWallet: 'Verbinden Sie sich, um Ihre Arbeit zu sehen', noWalletText: 'Was Sie übernehmen, prüfen und einsetzen, gehört zu Ihrem Konto.',
  claims: 'Meine Aufgaben', noClaims: 'Noch keine Aufgabe', noClaimsText: 'Offene Projekte haben Aufgaben zum Übernehmen.', find: 'Offene Arbeit finden', due: 'Nachweis abgeben', dueText: 'Danach ist sie verloren, samt {{amount}}, die sie bindet.',
  task: 'Aufgabe {{task}} von Projekt {{id}}', pays: 'Bringt, wenn sie besteht', locked: 'Gebunden', lost: 'Nicht mehr Ihre', waits: 'Andere sehen sie sich an.', owed: 'Was mir zusteht', dividends: 'Dividenden', collect: 'Abholen', collectWords: 'Meine Dividenden abholen', nothing: 'Gerade steht Ihnen nichts zu.',
  stakeOf: 'Einsatz in Projekt {{id}}', seatOf: 'Platz bei Aufgabe {{task}} von Projekt {{id}}', get: 'Holen', getStake: 'Meinen Einsatz in Projekt {{id}} abrechnen', getSeat: 'Meinen Platz bei Aufgabe {{task}} von Projekt {{id}} abrechnen', payouts: 'Was mir gezahlt wurde', projectShort: 'Projekt {{id}}', reasons: { task: 'Aufgabe', validation: 'Prüfung', stake: 'Einsatz', proposal: 'Vorschlag', dividend: 'Dividende', registration: 'Beitritt' }, noPayouts: 'Noch nichts',
}
