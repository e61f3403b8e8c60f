import type { money as english } from '../en/money.ts'
import type { TextsOf } from '../texts.ts'

export const money: TextsOf<typeof english> = {
  lead: 'Was Ihnen gehört, wie es von Ethereum herkommt, und wie Sie es mit nach Hause nehmen.',
  first: 'Zuerst verbinden', firstText: 'Dann sehen Sie, was Ihnen gehört, und können kaufen, verkaufen, bringen und mitnehmen.',
  yours: { title: 'Was Ihnen gehört', free: 'frei', held: '{{amount}} insgesamt, mit Eingesetztem und Gebundenem', dividends: 'Dividenden für Sie', collect: 'Abholen', collectWords: '{{amount}} ETH Dividenden abholen' },
  exchange: {
    title: 'Anteile kaufen und verkaufen', buy: 'Kaufen', sell: 'Verkaufen', amount: 'Wie viele Anteile', bad: 'Das ist kein Betrag: Schreiben Sie ihn wie 12,5.', price: 'Preis eines Anteils jetzt', base: '{{amount}} Anteile zu diesem Preis', premium: 'Aufschlag, {{percent}}',
    premiumWhy: 'Wer kauft, zahlt den Preis und dazu den Teil, den sie danach von allen Anteilen hält: hier {{percent}}. So kann niemand die Gemeinschaft auf einen Schlag kaufen, und alles davon geht in die Kasse.',
    cost: 'Sie zahlen', limit: 'Höchstens {{amount}} ETH werden genommen, falls andere zuvorkommen; was nicht gebraucht wird, bleibt bei Ihnen.', buyGo: 'Anteile kaufen', buyWords: '{{amount}} Anteile kaufen',
    share: 'Teil der Kasse', sellWhy: 'Für einen Anteil wird sein Teil des Ethers in der Kasse gezahlt. Was für Projekte zurückgelegt ist, zählt wieder, sobald es zurückkommt.', proceeds: 'Sie bekommen', least: 'Mindestens {{amount}} ETH, sonst geschieht nichts.', sellGo: 'Anteile verkaufen', sellWords: '{{amount}} Anteile verkaufen', max: 'Alle',
  },
  give: { title: 'Der Gemeinschaft geben', amount: 'Ether', pool: 'In die Kasse', dividend: 'Als Dividende', why: 'In die Kasse: Jeder Anteil ist sofort mehr wert. Als Dividende: die Hälfte an alle mit Anteilen, die Hälfte an alle mit Ansehen, über 30 Tage.', poolWords: '{{amount}} ETH in die Kasse geben', dividendWords: '{{amount}} ETH als Dividende zahlen' },
  bridge: {
    in: 'Ether von Ethereum bringen', out: 'Ether nach Ethereum mitnehmen', amount: 'Ether', inGo: 'Herbringen', inWords: '{{amount}} ETH von Ethereum bringen', inWhy: 'Es ist da, sobald die Kette seinen Ethereum-Block gelesen hat, spätestens {{delay}} danach. Niemand kann es auslassen.',
    outGo: 'Mitnehmen', outWords: '{{amount}} ETH nach Ethereum mitnehmen', outWhy: 'Es verlässt Ihr Konto hier sofort. Ethereum zahlt, wenn sein Stapel die Einspruchsfrist überstanden hat.', to: 'An dieselbe Adresse auf Ethereum', none: 'Nichts ist unterwegs.', onWay: 'Unterwegs',
    deposit: { unseen: 'Ethereum hat es noch nicht aufgenommen, oder der Knoten hat es noch nicht gesehen.', waiting: 'Ethereum hat es. Die Kette liest es spätestens in {{span}}.', included: 'Es ist da.', skipped: 'Es konnte nicht angenommen werden.', title: 'Von Ethereum' },
    stages: {
      pending: 'Der Sequenzer hat es.', failed: 'Es schlug fehl, und nichts hat Ihr Konto verlassen.', 'waiting-for-batch': 'Es wartet auf seinen Stapel auf Ethereum, der von selbst kommt.', 'waiting-for-conviction': 'Darüber wurden falsche Wurzeln behauptet. Jemand muss das zuerst beweisen; dann geht es weiter.',
      'waiting-for-roots': 'Die falschen Wurzeln sind nichtig. Es wartet auf richtige.', 'in-challenge-window': 'In der Einspruchsfrist: noch {{span}}.', 'ready-to-claim': 'Ethereum kann es auszahlen.', claimed: 'Auf Ethereum ausgezahlt.',
    },
    claim: 'Auszahlen lassen', claimWords: '{{amount}} ETH auf Ethereum auszahlen lassen', claimWhy: 'Jeder darf es auszahlen lassen und zahlt Ethereums Gebühr; das Geld bekommt, wem es gehört.', id: 'Auszahlung {{id}}', clock: 'etwa um {{time}}', sent: 'An Ethereum gesendet.',
  },
  history: { title: 'Verlauf', empty: 'Noch nichts', emptyText: 'Was Ihr Konto berührt, wird hier in Worten stehen.', more: 'Ältere', failed: 'abgelehnt' },
}
