import type { work as english } from '../en/work.ts'
import type { TextsOf } from '../texts.ts'

export const work: TextsOf<typeof english> = {
  title: 'Meine Arbeit', lead: 'Was du übernommen hast, bis wann es fällig ist, und was dir zusteht.', noWallet: 'Verbinde dich, um deine Arbeit zu sehen', noWalletText: 'Was du übernimmst, prüfst und einsetzt, gehört zu deinem Konto.',
  claims: 'Meine Aufgaben', noClaims: 'Noch keine Aufgabe', noClaimsText: 'Offene Projekte haben Aufgaben zum Übernehmen.', find: 'Offene Arbeit finden', due: 'Nachweis abgeben', dueText: 'Danach ist sie verloren, samt {{amount}}, die sie bindet.',
  task: 'Aufgabe {{task}} von Projekt {{id}}', pays: 'Bringt, wenn sie besteht', locked: 'Gebunden', lost: 'Nicht mehr deine', waits: 'Andere sehen sie sich an.', owed: 'Was mir zusteht', dividends: 'Dividenden', collect: 'Abholen', collectWords: 'Meine Dividenden abholen', tasks: 'Bestandene Aufgaben', seats: 'Richtige Prüfungen', stakes: 'Einsätze', nothing: 'Gerade steht dir nichts zu.',
  open: 'Öffnen', stakeOf: 'Einsatz in Projekt {{id}}', seatOf: 'Platz bei Aufgabe {{task}} von Projekt {{id}}', get: 'Holen', getStake: 'Meinen Einsatz in Projekt {{id}} abrechnen', getSeat: 'Meinen Platz bei Aufgabe {{task}} von Projekt {{id}} abrechnen', getTask: 'Aufgabe {{task}} von Projekt {{id}} abrechnen', payouts: 'Was mir gezahlt wurde', noPayouts: 'Noch nichts', running: 'Wenn alle Arbeit besteht',
}
