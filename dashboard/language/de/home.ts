import type { home as english } from '../en/home.ts'
import type { TextsOf } from '../texts.ts'

export const home: TextsOf<typeof english> = {
  lead: 'Eine Gemeinschaft, der Dinge zusammen gehören: eine gemeinsame Kasse, Arbeit, die sich auszahlt, und eine Abstimmung, wo man verschiedener Meinung ist.',
  join: 'Mitglied werden', propose: 'Projekte ansehen',
  pool: 'In der Kasse', poolText: 'Ether, das allen Anteilen zusammen gehört', price: 'Preis eines Anteils', priceText: 'Was der nächste kostet, vor dem Aufschlag',
  members: 'Mitglieder', membersText: 'Jedes mit einer Stimme, die Arbeit lauter macht', open: 'Offene Projekte', openText: 'Höchstens kann jetzt vorgeschlagen werden: {{amount}}',
  history: 'Kasse und Preis im Lauf der Zeit', historyPool: 'Kasse', historyPrice: 'Preis eines Anteils', historySince: 'Dieser Knoten hält die Stände seit {{date}}.', historyEmpty: 'Noch ist nichts geschehen', historyEmptyText: 'Die Kurve beginnt mit der ersten Einzahlung, Spende oder dem ersten Anteil.',
  historyWords: 'Die Kasse ging von {{from}} auf {{to}} ETH, der Preis eines Anteils von {{priceFrom}} auf {{priceTo}} ETH, zwischen {{start}} und {{end}}.',
  work: 'Getane Arbeit', workEvidence: 'Abgegebene Aufgaben', workPassed: 'Bestandene Aufgaben', workWords_one: '{{count}} Aufgabe wurde abgegeben, {{passed}} bestanden.', workWords_other: '{{count}} Aufgaben wurden abgegeben, {{passed}} bestanden.',
  workEmpty: 'Noch wurde keine Arbeit abgegeben', workEmptyText: 'Es beginnt mit einem Projekt: eines vorschlagen, Rückhalt finden und eine Aufgabe übernehmen.',
  projects: 'Offene Arbeit', projectsEmpty: 'Keine offenen Projekte', projectsEmptyText: 'Jedes Mitglied kann eines vorschlagen; die Kasse bezahlt es, sobald genug Mitglieder dahinterstehen.', project: 'Projekt {{id}}', cost: 'Kosten',
  stages: { proposed: 'Vorgeschlagen', staked: 'Aufgaben werden gewählt', active: 'Arbeit offen', validation: 'Wird geprüft', voting: 'Abstimmung', complete: 'Abgeschlossen', failed: 'Gescheitert', expired: 'Abgelaufen' },
  until: 'endet {{when}}', where: 'Wo das Geld ist', escrowed: 'Für Projekte zurückgelegt', dividends: 'Nicht abgeholte Dividenden', supply: 'Anteile insgesamt', reputation: 'Ansehen insgesamt', burnt: 'Verfallene Anteile',
}
